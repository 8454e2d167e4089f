/** Đơn xin phép nghỉ học: handed in here, decided by the homeroom teacher or the office. */
import { useState } from "preact/hooks";
import { t } from "../i18n";
import { dateOf, formatDate, instantOf } from "../i18n/format";
import { Button, Card, Field, focusFirstInvalid, SelectField, SendIcon, TextField } from "../ui";
import { type HandedIn, handIn, type NewLeave, type OwnLeave } from "./data";
import { Became, useDoing } from "./doing";

interface LeaveProps {
  token: string;
  all: readonly OwnLeave[];
  onSent: (now: HandedIn) => void;
}

export function Leave({ token, all, onSent }: LeaveProps) {
  return (
    <Card title={t("family.leave")}>
      <LeaveForm token={token} onSent={onSent} />
      {all.length > 0 && (
        <ul class="family-lines">
          {all.map((one) => (
            <li key={one.id}>
              {t("family.leave_line", {
                from: dayText(one.from_day),
                to: dayText(one.to_day),
                state: t(`family.leave_${one.status}`),
              })}
              <span class="muted paragraphs">{` · ${one.reason}`}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

const dayText = (day: string) => formatDate(instantOf(day, "12:00"));

function LeaveForm({ token, onSent }: Omit<LeaveProps, "all">) {
  const today = dateOf(Date.now());
  const [note, setNote] = useState<NewLeave>({ from_day: today, to_day: today, kind: "don", reason: "" });
  const [tried, setTried] = useState(false);
  const doing = useDoing();
  const set = (part: Partial<NewLeave>) => setNote({ ...note, ...part });
  const missing = (value: string) => (tried && value.trim() === "" ? t("common.required") : undefined);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (!note.reason.trim() || !note.from_day || !note.to_day) return focusFirstInvalid(event.currentTarget);
    if (!(await doing.run(async () => onSent(await handIn(token, note)), t("family.leave_sent")))) return;
    setTried(false);
    set({ reason: "" });
  };
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <div class="form-times">
        <TextField
          label={t("family.leave_from")}
          type="date"
          value={note.from_day}
          error={missing(note.from_day)}
          onValue={(day) => set({ from_day: day, to_day: note.to_day < day ? day : note.to_day })}
        />
        <TextField
          label={t("family.leave_to")}
          type="date"
          value={note.to_day}
          error={missing(note.to_day)}
          onValue={(day) => set({ to_day: day })}
        />
      </div>
      <SelectField
        label={t("family.leave_kind")}
        value={note.kind}
        options={[
          { value: "don", text: t("family.leave_don") },
          { value: "thieu_thiet_bi", text: t("family.leave_device") },
        ]}
        onValue={(kind) => set({ kind: kind as NewLeave["kind"] })}
      />
      <Field label={t("family.leave_why")} error={missing(note.reason)}>
        {(control) => (
          <textarea
            {...control}
            rows={3}
            maxLength={500}
            value={note.reason}
            onInput={(event) => set({ reason: event.currentTarget.value })}
          />
        )}
      </Field>
      <Became of={doing} />
      <div>
        <Button type="submit" icon={<SendIcon />} busy={doing.busy} testId="leave-send">
          {t("family.leave_send")}
        </Button>
      </div>
    </form>
  );
}
