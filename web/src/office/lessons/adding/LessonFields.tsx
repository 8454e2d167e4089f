/** What a new lesson is, whose, when, and whether it is recorded. */
import { useLoad } from "../../../api/useLoad";
import type { LessonKind } from "../../../generated/messages";
import { t } from "../../../i18n";
import { fullName } from "../../../i18n/names";
import { SelectField, Switch, TextField } from "../../../ui";
import { classes, teachers } from "../../data";
import type { Times } from "../../schoolday";
import { type Draft, KINDS } from "./draft";

export interface PartProps {
  draft: Draft;
  onChange: (change: Partial<Draft>) => void;
  /** The form was sent once: what is missing is named. */
  checked: boolean;
}

const missing = (checked: boolean, value: string) =>
  checked && value.trim() === "" ? t("common.required") : undefined;

export function WhatFields({ draft, onChange, checked }: PartProps) {
  return (
    <>
      <SelectField
        label={t("new.kind")}
        value={draft.kind}
        options={KINDS.map((kind) => ({ value: kind, text: t(`kind.${kind}`) }))}
        onValue={(kind) => onChange({ kind: kind as LessonKind })}
      />
      <TextField
        label={t("new.subject")}
        value={draft.subject}
        error={missing(checked, draft.subject)}
        maxLength={100}
        onValue={(subject) => onChange({ subject })}
      />
      <TextField
        label={t("new.lesson")}
        value={draft.title}
        error={missing(checked, draft.title)}
        maxLength={200}
        onValue={(title) => onChange({ title })}
      />
      <TextField
        label={t("new.period")}
        hint={t("new.period_hint")}
        value={draft.period}
        maxLength={50}
        onValue={(period) => onChange({ period })}
      />
    </>
  );
}

export function WhoFields({ draft, onChange }: PartProps) {
  const { value: allClasses } = useLoad("classes", classes);
  const { value: allTeachers } = useLoad("teachers", teachers);
  const choose = { value: "", text: t("new.choose") };
  const classOptions = (allClasses ?? []).map(({ id, code }) => ({ value: id, text: code }));
  const teacherOptions = (allTeachers ?? []).map((one) => ({ value: one.id, text: fullName(one) }));
  return (
    <>
      <SelectField
        label={t("new.class")}
        value={draft.classId}
        options={[choose, ...classOptions]}
        onValue={(classId) => onChange({ classId })}
      />
      <SelectField
        label={t("new.teacher")}
        value={draft.teacherId}
        options={[choose, ...teacherOptions]}
        onValue={(teacherId) => onChange({ teacherId })}
      />
    </>
  );
}

export function WhenFields({ draft, onChange, checked, times }: PartProps & { times: Times }) {
  return (
    <>
      <TextField
        label={t("new.date")}
        type="date"
        value={draft.date}
        error={missing(checked, draft.date)}
        onValue={(date) => onChange({ date })}
      />
      <div class="form-times">
        <TextField
          label={t("new.start")}
          type="time"
          value={draft.start}
          onValue={(start) => onChange({ start })}
        />
        <TextField
          label={t("new.end")}
          type="time"
          value={draft.end}
          error={checked ? timesError(times) : undefined}
          onValue={(end) => onChange({ end })}
        />
      </div>
    </>
  );
}

function timesError(times: Times): string | undefined {
  if (times.ok) return undefined;
  const texts = { missing: t("common.required"), order: t("new.end_bad"), long: t("new.end_long") };
  return texts[times.why];
}

interface RecordingProps {
  on: boolean;
  /** As the school set. */
  preset: boolean;
  onChoice: (recording: boolean) => void;
}

export function RecordingField({ on, preset, onChoice }: RecordingProps) {
  return (
    <div>
      <Switch on={on} label={t("new.recording")} testId="new-recording" onChange={onChoice} />
      <p class="muted small">{t(preset ? "new.recording_on" : "new.recording_off")}</p>
    </div>
  );
}
