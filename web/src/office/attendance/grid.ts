/** Where the arrow keys lead in a grid (WAI-ARIA grid pattern). Pure. */
export interface Place {
  row: number;
  column: number;
}

export interface GridKey {
  key: string;
  ctrlKey: boolean;
}

const JUMP = 10;

/** Null: not a key of the grid. Stays within `rows` × `columns`. */
export function moved({ key, ctrlKey }: GridKey, at: Place, rows: number, columns: number): Place | null {
  const [last, end] = [rows - 1, columns - 1];
  const to = (row: number, column: number) => ({
    row: Math.min(Math.max(row, 0), last),
    column: Math.min(Math.max(column, 0), end),
  });
  switch (key) {
    case "ArrowRight":
      return to(at.row, at.column + 1);
    case "ArrowLeft":
      return to(at.row, at.column - 1);
    case "ArrowDown":
      return to(at.row + 1, at.column);
    case "ArrowUp":
      return to(at.row - 1, at.column);
    case "PageDown":
      return to(at.row + JUMP, at.column);
    case "PageUp":
      return to(at.row - JUMP, at.column);
    case "Home":
      return to(ctrlKey ? 0 : at.row, 0);
    case "End":
      return to(ctrlKey ? last : at.row, end);
    default:
      return null;
  }
}
