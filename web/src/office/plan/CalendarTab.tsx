/** The school year: semesters, numbered weeks, days off. */
import { useState } from "preact/hooks";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { Button, Card, Confirm, Notice, PlusIcon, TextField } from "../../ui";
import { Listed } from "../frame/Listed";
import { Saved } from "../frame/Saved";
import { useSaving } from "../frame/saving";
import { addDayOff, calendar, type DayOff, removeDayOff, type SchoolCalendar, saveDayOff } from "./data";
import { dateText, plannedText } from "./words";
import { YearForm } from "./YearForm";

export function CalendarTab({ writes }: { writes: boolean }) {
  const loaded = useLoad("plan calendar", calendar);
  return (
    <Listed from={loaded}>
      {(value) => <Calendar value={value} writes={writes} reload={loaded.reload} />}
    </Listed>
  );
}

interface Props {
  value: SchoolCalendar;
  writes: boolean;
  reload: () => void;
}

function Calendar({ value, writes, reload }: Props) {
  const [current] = value.years;
  return (
    <div class="stack">
      {value.now.week !== null && (
        <p>
          <strong>{t("plan.now", { year: value.now.school_year, week: value.now.week })}</strong>
        </p>
      )}
      {value.years.length === 0 && <Notice tone="warn">{t("plan.no_year")}</Notice>}
      {writes && (
        <YearForm key={current?.year.name ?? ""} year={current?.year} today={value.today} onSaved={reload} />
      )}
      <DaysOff value={value} writes={writes} reload={reload} />
      {current && (
        <Card title={t("plan.weeks", { year: current.year.name })}>
          <ol class="plan-weeks">
            {current.weeks.map((week) => (
              <li key={week.number} aria-current={week.number === value.now.week ? "date" : undefined}>
                <strong class="numbers">{t("plan.week", { n: week.number })}</strong>
                <span class="numbers">{dateText(week.monday)}</span>
                {week.off.length > 0 && <span class="small plan-off">{week.off.join(", ")}</span>}
              </li>
            ))}
          </ol>
        </Card>
      )}
    </div>
  );
}

function DaysOff({ value, writes, reload }: Props) {
  const saving = useSaving();
  const [done, setDone] = useState("");
  const [edited, setEdited] = useState<number | null>(null);
  const change = async (work: () => Promise<SchoolCalendar>) => {
    const kept = await saving.save(async () => setDone(plannedText((await work()).planned)));
    if (kept) {
      setEdited(null);
      reload();
    }
    return kept;
  };
  return (
    <Card title={t("plan.days_off")}>
      <p class="muted small">{t("plan.days_off_hint")}</p>
      <Saved saving={saving}>{done}</Saved>
      <ul class="plan-list">
        {value.days_off.map((off) => (
          <li key={off.id}>
            {edited === off.id ? (
              <DayOffForm
                off={off}
                busy={saving.busy}
                onSave={(changed) => change(() => saveDayOff({ ...changed, id: off.id }))}
              />
            ) : (
              <DayOffLine
                off={off}
                writes={writes}
                onEdit={() => setEdited(off.id)}
                onRemove={() => void change(() => removeDayOff(off.id))}
              />
            )}
          </li>
        ))}
      </ul>
      {writes && (
        <DayOffForm
          key={value.days_off.length}
          busy={saving.busy}
          onSave={(off) => change(() => addDayOff(off))}
        />
      )}
    </Card>
  );
}

interface DayOffLineProps {
  off: DayOff;
  writes: boolean;
  onEdit: () => void;
  onRemove: () => void;
}

function DayOffLine({
  off: { name, from_day: from, to_day: to },
  writes,
  onEdit,
  onRemove,
}: DayOffLineProps) {
  return (
    <div class="row">
      <span class="plan-grow">
        <strong>{name}</strong>{" "}
        <span class="numbers muted">
          {dateText(from)}
          {to !== from && ` – ${dateText(to)}`}
        </span>
      </span>
      {writes && (
        <div class="plan-buttons">
          <Button size="small" label={t("plan.edit_of", { name })} onClick={onEdit}>
            {t("plan.edit")}
          </Button>
          <Confirm
            size="small"
            question={t("plan.remove_ask", { name })}
            confirm={t("plan.remove")}
            onConfirm={onRemove}
          >
            {t("plan.remove")}
          </Confirm>
        </div>
      )}
    </div>
  );
}

interface DayOffFormProps {
  off?: DayOff;
  busy: boolean;
  onSave: (off: Omit<DayOff, "id">) => void;
}

function DayOffForm({ off, busy, onSave }: DayOffFormProps) {
  const [name, setName] = useState(off?.name ?? "");
  const [from, setFrom] = useState(off?.from_day ?? "");
  const [to, setTo] = useState(off?.to_day ?? "");
  const [tried, setTried] = useState(false);
  const last = to || from;
  const wrong = from === "" || last < from;
  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() !== "" && !wrong) onSave({ name: name.trim(), from_day: from, to_day: last });
  };
  return (
    <form class="form-grid plan-form" noValidate onSubmit={submit}>
      <TextField
        label={t("plan.off_name")}
        value={name}
        maxLength={100}
        error={tried && name.trim() === "" ? t("common.required") : undefined}
        onValue={setName}
      />
      <div class="form-times">
        <TextField
          label={t("plan.from_day")}
          type="date"
          value={from}
          error={tried && wrong ? t("plan.bad_days") : undefined}
          onValue={setFrom}
        />
        <TextField label={t("plan.to_day")} type="date" value={to} onValue={setTo} />
      </div>
      <div class="plan-submit">
        <Button
          type="submit"
          icon={off ? undefined : <PlusIcon />}
          busy={busy}
          testId={off ? "day-off-save" : "day-off-add"}
        >
          {t(off ? "plan.save" : "plan.off_add")}
        </Button>
      </div>
    </form>
  );
}
