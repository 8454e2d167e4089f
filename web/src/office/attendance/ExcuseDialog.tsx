/** Many absences judged at once: some days, the class or some pupils, one reason. */
import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { Button, Dialog, focusFirstInvalid, TextField } from "../../ui";
import { Saved } from "../frame/Saved";
import { useSaving } from "../frame/saving";
import { excuse, type Mark, type Month, type PupilRow } from "./data";
import { MarkChoice } from "./evidence/MarkChoice";
import { ReasonField } from "./evidence/ReasonField";

interface ExcuseDialogProps {
  month: Month;
  onChange: () => void;
  onClose: () => void;
}

export function ExcuseDialog({ month, onChange, onClose }: ExcuseDialogProps) {
  return (
    <Dialog title={t("excuse.open")} testId="excuse-dialog" onClose={onClose}>
      <ExcuseForm month={month} onChange={onChange} />
    </Dialog>
  );
}

function ExcuseForm({ month, onChange }: Omit<ExcuseDialogProps, "onClose">) {
  const last = month.periods.at(-1)?.day ?? month.last;
  const [from, setFrom] = useState(last);
  const [to, setTo] = useState(last);
  const [mark, setMark] = useState<Mark>("P");
  const [why, setWhy] = useState("");
  const [people, setPeople] = useState<ReadonlySet<string> | null>(null);
  const [tried, setTried] = useState(false);
  const [done, setDone] = useState({ written: 0, closed: 0 });
  const saving = useSaving();
  const nobody = people?.size === 0;
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (!from || !to || why.trim() === "" || nobody) return focusFirstInvalid(event.currentTarget);
    const body = { class: month.class, from_day: from, to_day: to, mark, why: why.trim() };
    const kept = await saving.save(async () =>
      setDone(await excuse({ ...body, people: [...(people ?? [])] })),
    );
    if (kept) onChange();
  };
  const day = { type: "date", required: true } as const;
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <p class="muted">{t("excuse.hint")}</p>
      <div class="form-times">
        <TextField
          {...day}
          label={t("excuse.from")}
          value={from}
          error={missing(tried, from)}
          onValue={setFrom}
        />
        <TextField {...day} label={t("excuse.to")} value={to} error={missing(tried, to)} onValue={setTo} />
      </div>
      <MarkChoice legend={t("excuse.mark")} marks={["P", "K"]} value={mark} onValue={setMark} />
      <Who pupils={month.pupils} people={people} error={tried && nobody} onPeople={setPeople} />
      <ReasonField mark={mark} value={why} error={missing(tried, why.trim())} onValue={setWhy} />
      <div>
        <Button type="submit" kind="primary" busy={saving.busy} testId="excuse-do">
          {t("mark.save")}
        </Button>
      </div>
      <Saved saving={saving}>
        {t("excuse.done", { written: done.written })}
        {done.closed > 0 && ` ${t("excuse.closed", { n: done.closed })}`}
      </Saved>
    </form>
  );
}

const missing = (tried: boolean, value: string) => (tried && value === "" ? t("common.required") : undefined);

interface WhoProps {
  pupils: readonly PupilRow[];
  /** Null: the whole class. */
  people: ReadonlySet<string> | null;
  error: boolean;
  onPeople: (people: ReadonlySet<string> | null) => void;
}

function Who({ pupils, people, error, onPeople }: WhoProps) {
  const tick = (person: string) => {
    const next = new Set(people);
    if (!next.delete(person)) next.add(person);
    onPeople(next);
  };
  return (
    <fieldset class="choice stack">
      <legend>{t("excuse.who")}</legend>
      <div class="choice-row">
        <label class="tick">
          <input type="radio" name="who" checked={people === null} onChange={() => onPeople(null)} />
          {t("excuse.all")}
        </label>
        <label class="tick">
          <input
            type="radio"
            name="who"
            checked={people !== null}
            aria-invalid={error || undefined}
            onChange={() => onPeople(new Set())}
          />
          {t("excuse.some")}
        </label>
      </div>
      {error && <p class="field-error">{t("excuse.nobody")}</p>}
      {people !== null && (
        <ul class="choice-list">
          {pupils.map(({ person, stt, name }) => (
            <li key={person}>
              <label class="tick">
                <input type="checkbox" checked={people.has(person)} onChange={() => tick(person)} />
                <span class="numbers muted">{stt}</span> <bdi>{name}</bdi>
              </label>
            </li>
          ))}
        </ul>
      )}
    </fieldset>
  );
}
