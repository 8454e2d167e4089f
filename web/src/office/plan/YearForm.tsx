/** Enters a school year: two semesters, each with its first Monday and number of weeks. */
import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { Button, Card, TextField } from "../../ui";
import { Saved } from "../frame/Saved";
import { useSaving } from "../frame/saving";
import { type SchoolYear, saveYear } from "./data";
import { plannedText } from "./words";

interface YearFormProps {
  year: SchoolYear | undefined;
  today: string;
  onSaved: () => void;
}

export function YearForm({ year, today, onSaved }: YearFormProps) {
  const [form, setForm] = useState(year ?? proposal(today));
  const [done, setDone] = useState("");
  const saving = useSaving();
  const set = (change: Partial<SchoolYear>) => setForm({ ...form, ...change });
  const submit = async (event: Event) => {
    event.preventDefault();
    const first = Number(form.first_day.slice(0, 4));
    const named = { ...form, name: `${first}-${first + 1}` };
    if (await saving.save(async () => setDone(plannedText((await saveYear(named)).planned)))) onSaved();
  };
  const semester = (which: "first" | "second", title: string) => (
    <fieldset class="plan-semester">
      <legend>{title}</legend>
      <TextField
        label={t("plan.first_monday")}
        type="date"
        value={form[`${which}_semester`]}
        error={isMonday(form[`${which}_semester`]) ? undefined : t("plan.not_monday")}
        onValue={(value) => set({ [`${which}_semester`]: value })}
      />
      <TextField
        label={t("plan.n_weeks")}
        inputMode="numeric"
        value={String(form[`${which}_weeks`])}
        maxLength={2}
        onValue={(value) => set({ [`${which}_weeks`]: Number(value.replace(/\D/g, "")) })}
      />
    </fieldset>
  );
  return (
    <Card title={t("plan.year")}>
      <form class="stack" noValidate onSubmit={submit}>
        <div class="form-grid">
          <TextField
            label={t("plan.opening")}
            type="date"
            value={form.first_day}
            onValue={(value) => set({ first_day: value })}
          />
          {semester("first", t("plan.semester", { n: 1 }))}
          {semester("second", t("plan.semester", { n: 2 }))}
        </div>
        <Saved saving={saving}>{done}</Saved>
        <div>
          <Button type="submit" kind="primary" busy={saving.busy} testId="year-save">
            {t("plan.save")}
          </Button>
        </div>
      </form>
    </Card>
  );
}

export function isMonday(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).getUTCDay() === 1;
}

/** What schools of the country usually do: from 5 September, 18 weeks, then 17 from the middle of January. */
export function proposal(today: string): SchoolYear {
  const year = Number(today.slice(0, 4)) - (Number(today.slice(5, 7)) < 6 ? 1 : 0);
  return {
    name: `${year}-${year + 1}`,
    first_day: `${year}-09-05`,
    first_semester: mondayFrom(`${year}-09-05`),
    first_weeks: 18,
    second_semester: mondayFrom(`${year + 1}-01-12`),
    second_weeks: 17,
  };
}

/** The day itself when it is a Monday, else the next one. */
function mondayFrom(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + ((8 - at.getUTCDay()) % 7));
  return at.toISOString().slice(0, 10);
}
