/** The grid on a phone: one period, and every class in it. */
import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { formatTime } from "../../i18n/format";
import { Button, SelectField } from "../../ui";
import { Cell } from "./Cell";
import type { DayGrid } from "./data";
import { type GridProps, sessionText } from "./GridTable";
import { columnsOf, lessonsIn } from "./table";

export function PeriodList({ grid, chosen, onChoose, label }: GridProps) {
  const columns = columnsOf(grid);
  const [key, setKey] = useState(() => nowKey(grid) ?? columns[0]?.key ?? "");
  const open = columns.find((one) => one.key === key) ?? columns[0];
  if (!open) return null;
  const lessons = lessonsIn(grid, open);
  return (
    <section class="stack" aria-label={label}>
      <SelectField
        label={t("grid.choose_period")}
        value={open.key}
        options={columns.map((column) => ({
          value: column.key,
          text: `${sessionText(column.session)}, ${t("grid.period").toLowerCase()} ${column.number}${time(grid, column.key)}`,
        }))}
        onValue={setKey}
      />
      {onChoose && lessons.length > 1 && (
        <Button size="small" onClick={() => onChoose(lessons)}>
          {t("grid.choose_all")}
        </Button>
      )}
      <ul class="grid-list">
        {lessons.map((lesson) => (
          <li key={lesson.id}>
            <Cell
              lessons={[lesson]}
              chosen={chosen.includes(lesson.id)}
              onChoose={onChoose && (() => onChoose([lesson]))}
              withClass
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function time(grid: DayGrid, key: string): string {
  const found = grid.cells.find(({ session, period_no: number }) => `${session}|${number}` === key);
  return found ? ` (${formatTime(found.starts_at)})` : "";
}

/** The period that runs, else the next one. */
function nowKey({ cells }: DayGrid): string | null {
  const open = cells.filter(({ class_id: of, session }) => of !== null && session !== null);
  const found =
    open.find(({ state }) => state === "running" || state === "waiting") ??
    open.find(({ state }) => state === "planned");
  return found ? `${found.session}|${found.period_no}` : null;
}
