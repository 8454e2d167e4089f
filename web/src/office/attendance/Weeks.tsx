/** The month's weeks: open or closed, by whom; closing, and opening again with a reason. */
import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { formatDate } from "../../i18n/format";
import { Button, CheckIcon, Confirm, Dialog, Lamp, LockIcon, Notice, TextField } from "../../ui";
import { Saved } from "../frame/Saved";
import { useSaving } from "../frame/saving";
import { otherDay } from "../schoolday";
import { type Month, setWeek, type Week } from "./data";
import { dayText, mondaysOf } from "./show";

const SATURDAY = 5;

interface WeeksProps {
  month: Month;
  acts: readonly string[];
  onChange: () => void;
}

export function Weeks({ month, acts, onChange }: WeeksProps) {
  const saving = useSaving();
  const [reopening, setReopening] = useState<string | null>(null);
  const close = async (monday: string) => {
    if (await saving.save(() => setWeek(month.class, monday, true, ""))) onChange();
  };
  // A week without a period held has nothing to close.
  const held = (monday: string) =>
    month.periods.some(({ day }) => monday <= day && day < otherDay(monday, 7)) || monday in month.weeks;
  return (
    <section class="stack" aria-label={t("week.title")}>
      {saving.failure !== null && <Saved saving={saving} />}
      <ul class="weeks">
        {mondaysOf(month.first, month.last)
          .filter(held)
          .map((monday) => (
            <li key={monday}>
              <strong class="numbers">
                {t("week.of", { from: dayText(monday), to: dayText(otherDay(monday, SATURDAY)) })}
              </strong>
              <State week={month.weeks[monday]} />
              {month.weeks[monday]?.closed
                ? acts.includes("week.reopen") && (
                    <Button size="small" testId="week-reopen" onClick={() => setReopening(monday)}>
                      {t("week.reopen")}
                    </Button>
                  )
                : acts.includes("week.close") && (
                    <Confirm
                      size="small"
                      icon={<LockIcon />}
                      question={t("week.close_ask")}
                      confirm={t("week.close_of", { from: dayText(monday) })}
                      busy={saving.busy}
                      testId="week-close"
                      onConfirm={() => close(monday)}
                    >
                      {t("week.close")}
                    </Confirm>
                  )}
            </li>
          ))}
      </ul>
      {reopening && (
        <Reopen of={month.class} monday={reopening} onChange={onChange} onClose={() => setReopening(null)} />
      )}
    </section>
  );
}

function State({ week }: { week: Week | undefined }) {
  if (!week) return <Lamp tone="info">{t("week.open")}</Lamp>;
  const by = [
    t("week.by", { name: week.by_name || t("proof.program"), date: formatDate(week.at) }),
    week.why,
  ];
  return (
    <>
      <Lamp tone={week.closed ? "good" : "info"} icon={week.closed && <CheckIcon size="1em" />}>
        {t(week.closed ? "week.closed" : "week.open")}
      </Lamp>
      <span class="small muted">{by.filter(Boolean).join(": ")}</span>
    </>
  );
}

interface ReopenProps {
  of: string;
  monday: string;
  onChange: () => void;
  onClose: () => void;
}

function Reopen({ of, monday, onChange, onClose }: ReopenProps) {
  const [why, setWhy] = useState("");
  const [missing, setMissing] = useState(false);
  const saving = useSaving();
  const submit = async (event: Event) => {
    event.preventDefault();
    setMissing(why.trim() === "");
    if (why.trim() === "") return;
    if (!(await saving.save(() => setWeek(of, monday, false, why.trim())))) return;
    onChange();
    onClose();
  };
  return (
    <Dialog title={`${t("week.reopen")} ${dayText(monday)}`} onClose={onClose}>
      <form class="stack" onSubmit={submit} noValidate>
        {saving.failure !== null && <Saved saving={saving} />}
        <Notice silent>{t("week.reopen_hint")}</Notice>
        <TextField
          label={t("week.reopen_why")}
          value={why}
          maxLength={500}
          error={missing ? t("common.required") : undefined}
          onValue={setWhy}
        />
        <div>
          <Button type="submit" kind="primary" busy={saving.busy} testId="week-reopen-do">
            {t("week.reopen")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
