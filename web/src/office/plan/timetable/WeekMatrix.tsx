/** The week of a class (periods × days) or a day of the school (classes × periods) as a matrix of cells. */
import { useMemo } from "preact/hooks";
import { t } from "../../../i18n";
import type { Place } from "../../attendance/grid";
import { sessionText } from "../../day/GridTable";
import type { Cell } from "../data";
import { type Mark, Matrix } from "../Matrix";
import { shortNames } from "../shortNames";
import { dayName } from "../words";
import { type Names, subjectName, teacherOf } from "./names";
import { keyOf, type Line, type Spot, spotAt } from "./week";

interface WeekMatrixProps {
  frame: { rows: Line[]; columns: Line[] };
  cells: readonly Cell[];
  names: Names;
  markOf: (spot: Spot) => Mark;
  /** Null: the caller may look only. */
  onPress: ((at: Place) => void) | null;
}

export function WeekMatrix({ frame: { rows, columns }, cells, names, markOf, onPress }: WeekMatrixProps) {
  const short = useMemo(() => shortNames(names.teachers), [names.teachers]);
  const at = useMemo(() => new Map(cells.map((cell) => [keyOf(cell), cell])), [cells]);
  const drawn = (row: Line, column: Line) => {
    const spot = spotAt(row, column);
    const cell = spot && at.get(keyOf(spot));
    const mark = spot ? markOf(spot) : "";
    if (!cell) return { text: "", mark };
    const teacher = short.get(teacherOf(cell, names) ?? "") ?? t("plan.nobody");
    return { text: subjectName(cell, names), more: [teacher, cell.room].filter(Boolean).join(" · "), mark };
  };
  const byDay = rows[0]?.weekday !== undefined;
  return (
    <Matrix
      label={t("plan.tab.timetable")}
      corner={t(byDay ? "new.class" : "plan.period")}
      empty={t("grid.empty")}
      columns={columns.map((column) => ({ key: column.key, head: headOf(column, names) }))}
      rows={rows.map((row) => ({
        key: row.key,
        head: headOf(byDay ? { key: row.key, class_id: row.class_id ?? "" } : row, names),
        cells: columns.map((column) => drawn(row, column)),
      }))}
      onPress={onPress}
      testId="timetable-matrix"
    />
  );
}

function headOf({ session, period, weekday, class_id: of }: Line, names: Names): string {
  if (session !== undefined) return `${sessionText(session)} ${period}`;
  if (weekday !== undefined) return dayName(weekday);
  return names.classes.find(({ id }) => id === of)?.code ?? "";
}
