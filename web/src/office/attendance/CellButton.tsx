/** One cell: its sign, in words for who hears it; never by colour alone. */
import type { Cell } from "./data";
import { cellText, SIGNS } from "./show";

interface CellButtonProps {
  cell: Cell;
  /** "3 12": row and column in the grid. */
  place?: string;
  tabIndex?: number;
  /** What stands before the sign in a list: the period. */
  before?: string;
  onPress: () => void;
}

export function CellButton({ cell, place, tabIndex, before, onPress }: CellButtonProps) {
  const { shown, source, at_school: atSchool } = cell;
  return (
    <button
      type="button"
      class={`cell cell-${shown}${source ? " cell-written" : ""}${atSchool ? " cell-school" : ""}`}
      data-place={place}
      tabIndex={tabIndex}
      onClick={onPress}
    >
      {before && <span class="small">{before}</span>}
      <span aria-hidden="true">{SIGNS[shown]}</span>
      <span class="said">{cellText(cell)}</span>
    </button>
  );
}
