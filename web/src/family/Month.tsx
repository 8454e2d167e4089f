/** The own child's attendance in one month: the sum, and each period that was not simply attended. */
import { useState } from "preact/hooks";
import { problemText } from "../api/problem";
import { useLoad } from "../api/useLoad";
import { t } from "../i18n";
import { dateOf, formatDay, instantOf } from "../i18n/format";
import { BackIcon, Button, Card, ForwardIcon, Loading, Notice } from "../ui";
import { monthOf, type OwnMonth, type OwnPeriod } from "./data";

export function Month({ token }: { token: string }) {
  const newest = dateOf(Date.now()).slice(0, 7);
  const [month, setMonth] = useState(newest);
  const { value, error, reload } = useLoad(month, () => monthOf(token, month));
  const name = `${Number(month.slice(5))}/${month.slice(0, 4)}`;
  return (
    <Card title={t("family.attendance")}>
      <div class="row family-month">
        <Button
          size="small"
          icon={<BackIcon />}
          label={t("family.earlier")}
          onClick={() => setMonth(moved(month, -1))}
        />
        <strong aria-live="polite">{t("family.month", { month: name })}</strong>
        <Button
          size="small"
          icon={<ForwardIcon />}
          label={t("family.later")}
          disabled={month >= newest}
          onClick={() => setMonth(moved(month, 1))}
        />
      </div>
      {error !== null && (
        <Notice tone="bad">
          <p>{problemText(error)}</p>
          <Button onClick={reload}>{t("common.retry")}</Button>
        </Notice>
      )}
      {value ? <Shown of={value} /> : error === null && <Loading />}
      <p class="muted small">{t("family.network")}</p>
    </Card>
  );
}

/** 2026-11 and some months further. */
export function moved(month: string, by: number): string {
  const at = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + by;
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
}

function Shown({ of: { periods, totals } }: { of: OwnMonth }) {
  if (totals.held === 0) return <p class="muted">{t("family.month_none")}</p>;
  const told = periods.filter(({ shown, source }) => shown !== "present" || source !== "system");
  return (
    <>
      <p data-testid="month-sum">{t("family.sum", totals)}</p>
      <ul class="family-lines">
        {told.map((one) => (
          <li key={`${one.day} ${one.session} ${one.period} ${one.subject}`}>{lineOf(one)}</li>
        ))}
        {told.length < periods.length && (
          <li>{t("family.all_present", { n: periods.length - told.length })}</li>
        )}
      </ul>
    </>
  );
}

function lineOf({ day, period, subject, shown, source }: OwnPeriod): string {
  const which = period === null ? subject : `${subject} (${period})`;
  const words = `${t(`family.shown.${shown}`)}, ${t(`family.by_${source}`)}`;
  return [formatDay(instantOf(day, "12:00")), which, words].join(" · ");
}
