/** Plans one lesson. Times are the school's. */
import { useState } from "preact/hooks";
import { problemText } from "../../../api/problem";
import type { Lesson } from "../../../api/types";
import { useLoad } from "../../../api/useLoad";
import { t } from "../../../i18n";
import { Button, Card, focusFirstInvalid, Notice } from "../../../ui";
import { addLesson, settings } from "../../data";
import { Listed } from "../../frame/Listed";
import { useSaving } from "../../frame/saving";
import { lessonTimes } from "../../schoolday";
import { asLesson, type Draft, emptyDraft, isOfStaff } from "./draft";
import { DepartmentsField, InvitedField } from "./InvitedFields";
import { RecordingField, WhatFields, WhenFields, WhoFields } from "./LessonFields";

export interface NewLessonFormProps {
  /** The day shown, "2026-11-23". */
  date: string;
  onSaved: (lesson: Lesson) => void;
  onCancel: () => void;
}

export function NewLessonForm({ date, onSaved, onCancel }: NewLessonFormProps) {
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(date));
  const [checked, setChecked] = useState(false);
  const { busy, failure, save } = useSaving();
  const school = useLoad("settings", settings);
  const change = (some: Partial<Draft>) => setDraft((before) => ({ ...before, ...some }));
  const times = lessonTimes(draft.date, draft.start, draft.end);
  const submit = (event: Event) => {
    event.preventDefault();
    setChecked(true);
    if (!draft.subject.trim() || !draft.title.trim() || !times.ok)
      return focusFirstInvalid(event.currentTarget);
    const lesson = asLesson(draft, times, school.value?.recording);
    void save(async () => onSaved(await addLesson(lesson)));
  };
  const part = { draft, onChange: change, checked };
  return (
    <Card title={t("new.title")}>
      <form class="stack" noValidate onSubmit={submit}>
        {failure !== null && (
          <Notice tone="bad" title={t("new.failed")}>
            {problemText(failure)}
          </Notice>
        )}
        <div class="form-grid">
          <WhatFields {...part} />
          <WhoFields {...part} />
          <WhenFields {...part} times={times} />
        </div>
        <InvitedField
          teacherId={draft.teacherId}
          chosen={draft.invited}
          onChosen={(invited) => change({ invited })}
        />
        {isOfStaff(draft) && (
          <DepartmentsField chosen={draft.departments} onChosen={(departments) => change({ departments })} />
        )}
        <Listed from={school}>
          {({ recording: preset }) => (
            <RecordingField
              on={draft.recording ?? preset}
              preset={preset}
              onChoice={(recording) => change({ recording })}
            />
          )}
        </Listed>
        <div class="row">
          <Button type="submit" kind="primary" busy={busy} testId="save-lesson">
            {t("new.submit")}
          </Button>
          <Button onClick={onCancel}>{t("common.cancel")}</Button>
        </div>
      </form>
    </Card>
  );
}
