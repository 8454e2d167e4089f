/** Which day is shown, with the days before and after it. */
import { t } from "../../i18n";
import { dateOf } from "../../i18n/format";
import { BackIcon, Button, ForwardIcon } from "../../ui";
import { otherDay } from "../schoolday";

export function DayPicker({ date, onDate }: { date: string; onDate: (date: string) => void }) {
  const today = dateOf(Date.now());
  return (
    <div class="row day-picker">
      <Button
        icon={<BackIcon />}
        label={t("lessons.day_before")}
        onClick={() => onDate(otherDay(date, -1))}
      />
      <input
        class="control"
        type="date"
        aria-label={t("lessons.day")}
        value={date}
        onChange={(event) => event.currentTarget.value && onDate(event.currentTarget.value)}
      />
      <Button
        icon={<ForwardIcon />}
        label={t("lessons.day_after")}
        onClick={() => onDate(otherDay(date, 1))}
      />
      {date !== today && <Button onClick={() => onDate(today)}>{t("lessons.today")}</Button>}
    </div>
  );
}
