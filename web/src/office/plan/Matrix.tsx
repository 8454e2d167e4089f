/**
 * Texts in rows and columns as a grid: one stop of the Tab key, the arrow keys move within (WAI-ARIA grid), headings
 * stay in sight. Cells are text; what is pressed may draw one control in its place, so hundreds of cells stay fast.
 */
import type { ComponentChildren } from "preact";
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { t } from "../../i18n";
import { moved, type Place } from "../attendance/grid";

export type Mark = "" | "changed" | "bad";

export interface MatrixCell {
  text: string;
  /** A second line, smaller. */
  more?: string;
  mark?: Mark;
}

export interface MatrixRow {
  key: string;
  head: string;
  cells: readonly MatrixCell[];
}

export interface MatrixColumn {
  key: string;
  head: string;
  /** The whole name where the head is short. */
  name?: string;
}

export interface MatrixProps {
  label: string;
  corner: string;
  /** What a cell without text is called for who hears it. */
  empty: string;
  rows: readonly MatrixRow[];
  columns: readonly MatrixColumn[];
  /** Null: the caller may look only. */
  onPress: ((at: Place) => void) | null;
  /** Drawn instead of a cell's text. */
  inside?: { at: Place; control: ComponentChildren } | null;
  /** Enter or Escape in the control: it goes, the cell has the focus again. */
  onLeave?: () => void;
  testId: string;
}

export function Matrix({
  label,
  corner,
  empty,
  rows,
  columns,
  onPress,
  inside,
  onLeave,
  testId,
}: MatrixProps) {
  const [at, setAt] = useState<Place>({ row: 0, column: 0 });
  const box = useRef<HTMLTableElement>(null);
  const back = useRef(false);
  const latest = useRef(onPress);
  latest.current = onPress;
  const focus = ({ row, column }: Place) =>
    box.current?.querySelector<HTMLElement>(`[data-place="${row} ${column}"]`)?.focus();
  useLayoutEffect(() => {
    if (inside || !back.current) return;
    back.current = false;
    focus(at);
  }, [inside]);
  const press = useCallback((row: number, column: number) => {
    setAt({ row, column });
    latest.current?.({ row, column });
  }, []);
  const keys = (event: KeyboardEvent) => {
    if (inside) {
      if (event.key !== "Escape" && event.key !== "Enter") return;
      event.preventDefault();
      back.current = true;
      return onLeave?.();
    }
    const to = moved(event, at, rows.length, columns.length);
    if (to === null) return;
    event.preventDefault();
    setAt(to);
    focus(to);
  };
  return (
    <section
      class="scroll-box matrix-box"
      aria-label={label}
      tabIndex={onPress ? undefined : 0}
      data-testid={testId}
    >
      <table class="matrix" role={onPress ? "grid" : undefined} aria-label={label} ref={box} onKeyDown={keys}>
        <thead>
          <tr>
            <th scope="col">{corner}</th>
            {columns.map(({ key, head, name }) => (
              <th key={key} scope="col" title={name}>
                <span aria-hidden={name ? "true" : undefined}>{head}</span>
                {name && <span class="said">{name}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <Row
              key={row.key}
              row={row}
              place={place}
              empty={empty}
              stop={at.row === place ? Math.min(at.column, columns.length - 1) : null}
              inside={inside?.at.row === place ? inside : null}
              onPress={onPress && press}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps {
  row: MatrixRow;
  place: number;
  empty: string;
  /** The column that the Tab key stops at; null: in another row. */
  stop: number | null;
  inside: { at: Place; control: ComponentChildren } | null;
  onPress: ((row: number, column: number) => void) | null;
}

/** Kept as it is while nothing of it changed. */
function Row({ row, place, empty, stop, inside, onPress }: RowProps) {
  const drawn = row.cells.map(({ text, more = "", mark = "" }) => `${text}\n${more}\n${mark}`).join("\n\n");
  return useMemo(
    () => (
      <tr>
        <th scope="row">{row.head}</th>
        {row.cells.map((cell, column) => (
          <td key={column} class={cell.mark ? `matrix-${cell.mark}` : undefined}>
            {inside?.at.column === column ? (
              inside.control
            ) : (
              <Cell
                cell={cell}
                empty={empty}
                place={`${place} ${column}`}
                tabIndex={column === stop ? 0 : -1}
                onPress={onPress && (() => onPress(place, column))}
              />
            )}
          </td>
        ))}
      </tr>
    ),
    [row.head, drawn, place, empty, stop, inside, onPress],
  );
}

interface CellProps {
  cell: MatrixCell;
  empty: string;
  place: string;
  tabIndex: number;
  onPress: (() => void) | null;
}

function Cell({ cell: { text, more, mark }, empty, place, tabIndex, onPress }: CellProps) {
  const body = (
    <>
      {text ? <bdi>{text}</bdi> : <span class="said">{empty}</span>}
      {more && <bdi class="small muted">{more}</bdi>}
      {mark && <span class="said">{t(mark === "bad" ? "plan.mark_bad" : "plan.mark_changed")}</span>}
    </>
  );
  if (onPress === null) return <div class="matrix-cell">{body}</div>;
  return (
    <button type="button" class="matrix-cell" data-place={place} tabIndex={tabIndex} onClick={onPress}>
      {body}
    </button>
  );
}
