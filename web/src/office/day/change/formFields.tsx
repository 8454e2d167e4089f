/** Parts of the form of a change: when a make-up is held, which days and classes a decision is about. */
import { t } from "../../../i18n";
import { SelectField, TextField } from "../../../ui";
import type { Option } from "../../../ui/Field";
import type { ChangeKind, DayGrid } from "../data";
import { sessionText } from "../GridTable";
import type { Draft, SetDraft } from "./draft";

const SESSIONS = ["sang", "chieu", "toi"];
const MOST_PERIODS = 12;

interface FieldsProps {
  draft: Draft;
  set: SetDraft;
}

const sessions = (): Option[] => SESSIONS.map((value) => ({ value, text: sessionText(value) }));
const periods = (): Option[] =>
  Array.from({ length: MOST_PERIODS }, (_, index) => ({ value: `${index + 1}`, text: `${index + 1}` }));

export function WhenFields({ draft, set }: FieldsProps) {
  return (
    <>
      <TextField label={t("change.date")} type="date" value={draft.date} onValue={set("date")} />
      <SelectField
        label={t("change.session")}
        value={draft.session}
        options={sessions()}
        onValue={set("session")}
      />
      <SelectField
        label={t("grid.period")}
        value={draft.period}
        options={periods()}
        onValue={set("period")}
      />
      <div class="form-times">
        <TextField
          label={t("change.start")}
          type="time"
          hint={t("change.times_hint")}
          value={draft.start}
          onValue={set("start")}
        />
        <TextField label={t("change.end")} type="time" value={draft.end} onValue={set("end")} />
      </div>
      <FormField draft={draft} set={set} />
    </>
  );
}

export function StretchFields({ kind, draft, set, grid }: FieldsProps & { kind: ChangeKind; grid: DayGrid }) {
  const whole: Option = { value: "", text: t("change.all_classes") };
  return (
    <>
      <TextField label={t("change.from")} type="date" value={draft.from} onValue={set("from")} />
      <TextField label={t("change.to")} type="date" value={draft.to} onValue={set("to")} />
      <SelectField
        label={t("change.classes")}
        value={draft.classId}
        options={[whole, ...grid.classes.map(({ id, code }) => ({ value: id, text: code }))]}
        onValue={set("classId")}
      />
      <SelectField
        label={t("change.session")}
        value={draft.onlySession}
        options={[{ value: "", text: t("change.all_day") }, ...sessions()]}
        onValue={set("onlySession")}
      />
      <SelectField
        label={t("grid.period")}
        value={draft.onlyPeriod}
        options={[{ value: "", text: t("change.all_periods") }, ...periods()]}
        onValue={set("onlyPeriod")}
      />
      {kind === "hinh_thuc" && (
        <>
          <FormField draft={draft} set={set} />
          <TextField
            label={t("change.decision_no")}
            value={draft.decisionNo}
            maxLength={100}
            onValue={set("decisionNo")}
          />
          <TextField
            label={t("change.decision_date")}
            type="date"
            value={draft.decisionDate}
            onValue={set("decisionDate")}
          />
        </>
      )}
    </>
  );
}

function FormField({ draft, set }: FieldsProps) {
  return (
    <SelectField
      label={t("change.form")}
      value={draft.form}
      options={[
        { value: "", text: t("change.form_none") },
        { value: "ho_tro", text: t("change.form_ho_tro") },
        { value: "thay_the", text: t("change.form_thay_the") },
      ]}
      onValue={set("form")}
    />
  );
}
