/** A note taken in by the office or the homeroom teacher: who, which days, why. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { dateOf } from "../../i18n/format";
import { Button, Dialog, focusFirstInvalid, SelectField, Switch, TextField } from "../../ui";
import { Saved } from "../frame/Saved";
import { useSaving } from "../frame/saving";
import { type Key, KINDS, type Kind, type LeaveNote, type NewNote, takeIn } from "./data";

export interface ChoiceProps {
  /** Person id; empty: nobody yet. */
  chosen: string;
  error: string | undefined;
  onChoose: (person: string) => void;
}

interface NoteDialogProps {
  /** How the pupil is found: among all, or in the own class. */
  choice: (props: ChoiceProps) => ComponentChildren;
  token?: Key;
  onSaved: (note: LeaveNote) => void;
  onClose: () => void;
}

export function NoteDialog({ onClose, ...form }: NoteDialogProps) {
  return (
    <Dialog title={t("leave.take")} testId="leave-dialog" onClose={onClose}>
      <NoteForm {...form} />
    </Dialog>
  );
}

function NoteForm({ choice, token, onSaved }: Omit<NoteDialogProps, "onClose">) {
  const today = dateOf(Date.now());
  const [note, setNote] = useState<NewNote>({
    person: "",
    from_day: today,
    to_day: today,
    kind: "don",
    reason: "",
    granted: true,
  });
  const [tried, setTried] = useState(false);
  const saving = useSaving();
  const set = (part: Partial<NewNote>) => setNote({ ...note, ...part });
  const needed = (value: string) => (tried && value.trim() === "" ? t("common.required") : undefined);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    const whole = note.person && note.from_day && note.to_day && note.reason.trim();
    if (!whole) return focusFirstInvalid(event.currentTarget);
    await saving.save(async () => onSaved(await takeIn({ ...note, reason: note.reason.trim() }, token)));
  };
  return (
    <form class="stack" onSubmit={submit} noValidate>
      {choice({
        chosen: note.person,
        error: tried && !note.person ? t("leave.choose") : undefined,
        onChoose: (person) => set({ person }),
      })}
      <DayFields note={note} needed={needed} onChange={set} />
      <SelectField
        label={t("leave.kind")}
        value={note.kind}
        options={KINDS.map((value) => ({ value, text: t(`leave.kind_${value}`) }))}
        onValue={(kind) => set({ kind: kind as Kind, reason: note.reason || deviceReason(kind) })}
      />
      <TextField
        label={t("leave.reason")}
        value={note.reason}
        maxLength={500}
        error={needed(note.reason)}
        onValue={(reason) => set({ reason })}
      />
      <div>
        <Switch on={note.granted} label={t("leave.granted")} onChange={(granted) => set({ granted })} />
      </div>
      {saving.failure !== null && <Saved saving={saving} />}
      <div>
        <Button type="submit" kind="primary" busy={saving.busy} testId="leave-save">
          {t("leave.save")}
        </Button>
      </div>
    </form>
  );
}

interface DayFieldsProps {
  note: NewNote;
  /** What is wrong with a value, if anything. */
  needed: (value: string) => string | undefined;
  onChange: (part: Partial<NewNote>) => void;
}

function DayFields({ note, needed, onChange }: DayFieldsProps) {
  return (
    <div class="form-times">
      <TextField
        label={t("leave.from_day")}
        type="date"
        value={note.from_day}
        error={needed(note.from_day)}
        onValue={(day) => onChange({ from_day: day, to_day: note.to_day < day ? day : note.to_day })}
      />
      <TextField
        label={t("leave.to_day")}
        type="date"
        value={note.to_day}
        error={needed(note.to_day)}
        onValue={(day) => onChange({ to_day: day })}
      />
    </div>
  );
}

/** No device is its own reason. */
const deviceReason = (kind: string) => (kind === "thieu_thiet_bi" ? t("leave.kind_thieu_thiet_bi") : "");
