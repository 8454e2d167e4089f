/** The grid on a wide screen: a row for each class, a column for each period. */
import { t } from "../../i18n";
import { formatTime } from "../../i18n/format";
import { Cell } from "./Cell";
import type { DayGrid, GridCell } from "./data";
import { type Box, boxesOf, type Column, columnsOf, lessonsIn } from "./table";

export interface GridProps {
  grid: DayGrid;
  chosen: readonly string[];
  onChoose: ((lessons: readonly GridCell[]) => void) | null;
  label: string;
}

export function GridTable({ grid, chosen, onChoose, label }: GridProps) {
  const columns = columnsOf(grid);
  const boxes = boxesOf(grid, columns);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="scroll-box" aria-label={label} tabIndex={0}>
      <table class="grid-table">
        <thead>
          <tr>
            <th scope="col">{t("grid.class")}</th>
            {columns.map((column) => (
              <th key={column.key} scope="col">
                <ColumnName column={column} grid={grid} onChoose={onChoose} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {grid.classes.map(({ id, code }) => (
            <tr key={id}>
              <th scope="row">{code}</th>
              {columns.map(({ key }) => (
                <Place key={key} box={boxes.get(`${id}|${key}`)} chosen={chosen} onChoose={onChoose} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface ColumnProps {
  column: Column;
  grid: DayGrid;
  onChoose: GridProps["onChoose"];
}

function ColumnName({ column, grid, onChoose }: ColumnProps) {
  const name = `${sessionText(column.session)} ${column.number}`;
  const lessons = lessonsIn(grid, column);
  const [first] = lessons;
  return (
    <>
      {name}
      {first && <span class="small muted numbers grid-time">{formatTime(first.starts_at)}</span>}
      {onChoose && lessons.length > 1 && (
        <button
          type="button"
          class="button button-plain button-small"
          aria-label={t("grid.choose_all_of", { period: name })}
          onClick={() => onChoose(lessons)}
        >
          {t("grid.choose_all")}
        </button>
      )}
    </>
  );
}

export function sessionText(session: string): string {
  return session === "chieu"
    ? t("grid.session_chieu")
    : t(session === "toi" ? "grid.session_toi" : "grid.session_sang");
}

interface PlaceProps {
  box: Box | null | undefined;
  chosen: readonly string[];
  onChoose: GridProps["onChoose"];
}

function Place({ box, chosen, onChoose }: PlaceProps) {
  if (box === null) return null;
  if (box === undefined)
    return (
      <td>
        <span class="said">{t("grid.empty")}</span>
      </td>
    );
  const joined = box.rows > 1 || box.columns > 1;
  const groups = joined ? [box.lessons] : box.lessons.map((lesson) => [lesson]);
  return (
    <td rowSpan={box.rows} colSpan={box.columns}>
      {groups.map((lessons) => (
        <Cell
          key={lessons[0]?.id}
          lessons={lessons}
          chosen={lessons.every(({ id }) => chosen.includes(id))}
          onChoose={onChoose && (() => onChoose(lessons))}
          withClass={box.rows > 1}
        />
      ))}
    </td>
  );
}
