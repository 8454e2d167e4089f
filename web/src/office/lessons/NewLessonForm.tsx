/** Plans one lesson. Times are the school's. */
import { useState } from "preact/hooks";
import { problemText } from "../../api/problem";
import type { Lesson } from "../../api/types";
import { useLoad } from "../../api/useLoad";
import type { LessonKind } from "../../generated/messages";
import { t } from "../../i18n";
import { fullName } from "../../i18n/names";
import { Button, Card, focusFirstInvalid, Notice, SelectField, Switch, TextField } from "../../ui";
import { addLesson, classes, settings, teachers } from "../data";
import { Listed } from "../frame/Listed";
import { noticeSignedOut } from "../frame/session";
import { lessonTimes, type Times } from "../schoolday";
import { DepartmentsField, InvitedField } from "./InvitedFields";

export interface NewLessonFormProps {
  /** The day shown, "2026-11-23". */
  date: string;
  onSaved: (lesson: Lesson) => void;
  onCancel: () => void;
}

type TextName = Exclude<keyof Draft, "recording" | "kind" | "invited" | "departments">;

const KINDS: readonly LessonKind[] = [
  "tiet_hoc",
  "chao_co",
  "sinh_hoat_lop",
  "hop_phu_huynh",
  "sinh_hoat_chuyen_mon",
  "hoi_thao",
];

const OF_STAFF: readonly LessonKind[] = ["sinh_hoat_chuyen_mon", "hoi_thao"];

interface Draft {
  kind: LessonKind;
  subject: string;
  period: string;
  title: string;
  classId: string;
  teacherId: string;
  /** Person ids of teachers who come besides. */
  invited: readonly string[];
  /** Ids of departments all of whose people come. */
  departments: readonly string[];
  date: string;
  start: string;
  end: string;
  /** Undefined: nobody turned it, the school's setting counts. */
  recording: boolean | undefined;
}

export function NewLessonForm({ date, onSaved, onCancel }: NewLessonFormProps) {
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(date));
  const [checked, setChecked] = useState(false);
  const { busy, failure, save } = useSaving(onSaved);
  const school = useLoad("settings", settings);
  const setRecording = (recording: boolean) => setDraft((before) => ({ ...before, recording }));
  const set = (name: TextName) => (value: string) => setDraft((before) => ({ ...before, [name]: value }));
  const missing = (value: string) => (checked && value.trim() === "" ? t("common.required") : undefined);
  const times = lessonTimes(draft.date, draft.start, draft.end);
  const submit = (event: Event) => {
    event.preventDefault();
    setChecked(true);
    const recording = draft.recording ?? school.value?.recording;
    if (draft.subject.trim() && draft.title.trim() && times.ok) save({ ...draft, recording }, times);
    else focusFirstInvalid(event.currentTarget);
  };
  return (
    <Card title={t("new.title")}>
      <form class="stack" noValidate onSubmit={submit}>
        {failure !== null && (
          <Notice tone="bad" title={t("new.failed")}>
            {problemText(failure)}
          </Notice>
        )}
        <div class="form-grid">
          <SelectField
            label={t("new.kind")}
            value={draft.kind}
            options={KINDS.map((kind) => ({ value: kind, text: t(`kind.${kind}`) }))}
            onValue={(kind) => setDraft((before) => ({ ...before, kind: kind as LessonKind }))}
          />
          <TextField
            label={t("new.subject")}
            value={draft.subject}
            error={missing(draft.subject)}
            maxLength={100}
            onValue={set("subject")}
          />
          <TextField
            label={t("new.lesson")}
            value={draft.title}
            error={missing(draft.title)}
            maxLength={200}
            onValue={set("title")}
          />
          <TextField
            label={t("new.period")}
            hint={t("new.period_hint")}
            value={draft.period}
            maxLength={50}
            onValue={set("period")}
          />
          <WhoFields draft={draft} set={set} />
          <WhenFields
            draft={draft}
            set={set}
            dateError={missing(draft.date)}
            endError={checked ? timesError(times) : undefined}
          />
        </div>
        <InvitedField
          teacherId={draft.teacherId}
          chosen={draft.invited}
          onChosen={(invited) => setDraft((before) => ({ ...before, invited }))}
        />
        {OF_STAFF.includes(draft.kind) && (
          <DepartmentsField
            chosen={draft.departments}
            onChosen={(departments) => setDraft((before) => ({ ...before, departments }))}
          />
        )}
        <Listed from={school}>
          {({ recording: preset }) => (
            <RecordingField on={draft.recording ?? preset} preset={preset} onChoice={setRecording} />
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

interface PartProps {
  draft: Draft;
  set: (name: TextName) => (value: string) => void;
}

interface WhenProps extends PartProps {
  dateError: string | undefined;
  endError: string | undefined;
}

function WhenFields({ draft, set, dateError, endError }: WhenProps) {
  return (
    <>
      <TextField
        label={t("new.date")}
        type="date"
        value={draft.date}
        error={dateError}
        onValue={set("date")}
      />
      <div class="form-times">
        <TextField label={t("new.start")} type="time" value={draft.start} onValue={set("start")} />
        <TextField label={t("new.end")} type="time" value={draft.end} error={endError} onValue={set("end")} />
      </div>
    </>
  );
}

function WhoFields({ draft, set }: PartProps) {
  const { value: allClasses } = useLoad("classes", classes);
  const { value: allTeachers } = useLoad("teachers", teachers);
  const choose = { value: "", text: t("new.choose") };
  const classOptions = (allClasses ?? []).map(({ id, code }) => ({ value: id, text: code }));
  const teacherOptions = (allTeachers ?? []).map((teacher) => ({
    value: teacher.id,
    text: fullName(teacher),
  }));
  return (
    <>
      <SelectField
        label={t("new.class")}
        value={draft.classId}
        options={[choose, ...classOptions]}
        onValue={set("classId")}
      />
      <SelectField
        label={t("new.teacher")}
        value={draft.teacherId}
        options={[choose, ...teacherOptions]}
        onValue={set("teacherId")}
      />
    </>
  );
}

interface RecordingProps {
  on: boolean;
  /** As the school set. */
  preset: boolean;
  onChoice: (recording: boolean) => void;
}

function RecordingField({ on, preset, onChoice }: RecordingProps) {
  return (
    <div>
      <Switch on={on} label={t("new.recording")} testId="new-recording" onChange={onChoice} />
      <p class="muted small">{t(preset ? "new.recording_on" : "new.recording_off")}</p>
    </div>
  );
}

function emptyDraft(date: string): Draft {
  return {
    kind: "tiet_hoc",
    invited: [],
    departments: [],
    subject: "",
    period: "",
    title: "",
    classId: "",
    teacherId: "",
    date,
    start: "07:00",
    end: "07:45",
    recording: undefined,
  };
}

function timesError(times: Times): string | undefined {
  if (times.ok) return undefined;
  const texts = { missing: t("common.required"), order: t("new.end_bad"), long: t("new.end_long") };
  return texts[times.why];
}

function useSaving(onSaved: (lesson: Lesson) => void) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const save = async (draft: Draft, times: { from: number; to: number }) => {
    setBusy(true);
    setFailure(null);
    try {
      const lesson = await addLesson({
        kind: draft.kind,
        departments: OF_STAFF.includes(draft.kind) ? draft.departments : [],
        people: draft.invited.map((person_id) => ({ person_id, role: "co_teacher" })),
        title: draft.title.trim(),
        subject: draft.subject.trim(),
        period: draft.period.trim(),
        class_id: draft.classId || null,
        teacher_id: draft.teacherId || null,
        starts_at: new Date(times.from).toISOString(),
        ends_at: new Date(times.to).toISOString(),
        recording: draft.recording,
      });
      onSaved(lesson);
    } catch (error) {
      if (noticeSignedOut(error)) return;
      setFailure(error);
      setBusy(false);
    }
  };
  return { busy, failure, save };
}
