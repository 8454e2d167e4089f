/** The month's weeks: until when each is open, or since when closed and by whom; closing, and opening again. */
import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { formatDate } from "../../i18n/format";
import { Button, CheckIcon, Confirm, Lamp, LockIcon } from "../../ui";
import { Saved } from "../frame/Saved";
import { useSaving } from "../frame/saving";
import { otherDay } from "../schoolday";
import { closeWeek, type Month, type Week } from "./data";
import { Reopen } from "./Reopen";
import { dayText, lastDay } from "./show";

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
    if (await saving.save(() => closeWeek(month.class, monday))) onChange();
  };
  // A week without a period held has nothing to close.
  const counts = ({ monday, said }: Week) =>
    said !== "" || month.periods.some(({ day }) => monday <= day && day < otherDay(monday, 7));
  const shown = Object.values(month.weeks).filter(counts);
  return (
    <section class="stack" aria-label={t("week.title")}>
      {saving.failure !== null && <Saved saving={saving} />}
      <ul class="weeks">
        {shown.map((week) => (
          <li key={week.monday}>
            <strong class="numbers">
              {t("week.of", { from: dayText(week.monday), to: dayText(otherDay(week.monday, SATURDAY)) })}
            </strong>
            <State week={week} />
            {week.closed
              ? acts.includes("week.reopen") && (
                  <Button size="small" testId="week-reopen" onClick={() => setReopening(week.monday)}>
                    {t("week.reopen")}
                  </Button>
                )
              : acts.includes("week.close") && (
                  <Confirm
                    size="small"
                    icon={<LockIcon />}
                    question={t("week.close_ask")}
                    confirm={t("week.close_of", { from: dayText(week.monday) })}
                    busy={saving.busy}
                    testId="week-close"
                    onConfirm={() => close(week.monday)}
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

function State({ week }: { week: Week }) {
  const word = week.closed ? "closed" : week.said === "reopened" ? "reopened" : "open";
  return (
    <>
      <Lamp tone={week.closed ? "good" : "info"} icon={week.closed && <CheckIcon size="1em" />}>
        {t(`week.${word}`)}
      </Lamp>
      <span class="small muted">{[whenText(week), saidText(week)].filter(Boolean).join(" · ")}</span>
    </>
  );
}

/** Until when it is open, or since when nothing can be written. */
function whenText({ closed, closes_at: at, said }: Week): string {
  if (!closed) return t("week.until", { day: lastDay(at) });
  return said === "closed" ? "" : t("week.itself", { day: formatDate(at) });
}

/** "Mở lại: Nguyễn Thị Ngọc Lan, 30/11/2026: nhầm". */
function saidText({ said, by_name: name, at, why }: Week): string {
  if (said === "") return "";
  const by = t(`week.by_${said}`, { name: name || t("proof.program"), date: formatDate(at) });
  return [by, why].filter(Boolean).join(": ");
}
