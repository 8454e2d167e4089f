/**
 * Pupils × periods held as a grid: one stop of the Tab key, the arrow keys move within (WAI-ARIA grid). The names stay
 * in sight; the box scrolls by itself.
 */
import { useCallback, useMemo, useRef, useState } from "preact/hooks";
import { t } from "../../i18n";
import { formatWeekday } from "../../i18n/format";
import { CellButton } from "./CellButton";
import type { Month, PupilRow, Totals } from "./data";
import { moved } from "./grid";
import { daysOf, dayText, periodText } from "./show";

interface MatrixProps {
  month: Month;
  label: string;
  onOpen: (lesson: string, person: string) => void;
}

export function Matrix({ month, label, onOpen }: MatrixProps) {
  const { periods, pupils } = month;
  const [at, setAt] = useState({ row: 0, column: 0 });
  const table = useRef<HTMLTableElement>(null);
  const go = (event: KeyboardEvent) => {
    const to = moved(event, at, pupils.length, periods.length);
    if (to === null) return;
    event.preventDefault();
    setAt(to);
    table.current?.querySelector<HTMLElement>(`[data-place="${to.row} ${to.column}"]`)?.focus();
  };
  const press = useCallback(
    (row: number, column: number) => {
      const [pupil, period] = [pupils[row], periods[column]];
      setAt({ row, column });
      if (pupil && period) onOpen(period.lesson, pupil.person);
    },
    [pupils, periods, onOpen],
  );
  return (
    <div class="scroll-box month-box">
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table is a grid's own element */}
      <table class="month" role="grid" aria-label={label} ref={table} onKeyDown={go}>
        <Head month={month} />
        <tbody>
          {pupils.map((pupil, row) => (
            <Row
              key={pupil.person}
              pupil={pupil}
              row={row}
              current={at.row === row ? at.column : null}
              onPress={press}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const TOTALS = [
  "present",
  "late",
  "excused",
  "unexcused",
  "unknown",
] as const satisfies readonly (keyof Totals)[];
const SHORT = { present: "✓", late: "M", excused: "P", unexcused: "K", unknown: "?" } as const;

function Head({ month: { periods } }: { month: Month }) {
  return (
    <thead>
      <tr>
        <th scope="col" rowSpan={2} class="month-name">
          {t("month.pupil")}
        </th>
        {TOTALS.map((name) => (
          <th key={name} scope="col" rowSpan={2} class="month-total" title={t(`month.${name}`)}>
            <span aria-hidden="true">{SHORT[name]}</span>
            <span class="said">{t(`month.${name}`)}</span>
          </th>
        ))}
        {daysOf(periods).map(({ day, places }) => (
          <th key={day} scope="colgroup" colSpan={places.length} class="month-day">
            <span class="small">{formatWeekday(day)}</span>
            <span class="said">{dayText(day)}</span>
            <span aria-hidden="true">{day.slice(8)}</span>
          </th>
        ))}
      </tr>
      <tr>
        {periods.map((period, place) => (
          <th
            key={period.lesson}
            scope="col"
            class={period.day === periods[place - 1]?.day ? "small" : "small month-first"}
            title={periodText(period)}
          >
            <span aria-hidden="true">{period.period ?? "·"}</span>
            <span class="said">{periodText(period)}</span>
          </th>
        ))}
      </tr>
    </thead>
  );
}

interface RowProps {
  pupil: PupilRow;
  row: number;
  /** The column that the Tab key stops at; null: in another row. */
  current: number | null;
  onPress: (row: number, column: number) => void;
}

/** Kept as it is while nothing of it changed: a month has thousands of cells. */
function Row({ pupil, row, current, onPress }: RowProps) {
  return useMemo(
    () => (
      <tr>
        <th scope="row" class="month-name">
          <span class="numbers muted">{pupil.stt}</span> <bdi>{pupil.name}</bdi>
        </th>
        {TOTALS.map((name) => (
          <td key={name} class="numbers month-total">
            {pupil.totals[name]}
          </td>
        ))}
        {pupil.cells.map((cell, column) => (
          <td key={column}>
            <CellButton
              cell={cell}
              place={`${row} ${column}`}
              tabIndex={column === current ? 0 : -1}
              onPress={() => onPress(row, column)}
            />
          </td>
        ))}
      </tr>
    ),
    [pupil, row, current, onPress],
  );
}
