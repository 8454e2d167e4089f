/** One cell of the day grid: the lesson, who teaches, how far it is; pressed, it is chosen for a change. */
import { isKey, type PlainKey, t } from "../../i18n";
import { calledName } from "../../i18n/names";
import { Lamp, type LampTone } from "../../ui";
import type { CellState, GridCell } from "./data";

const TONES: Record<CellState, LampTone> = {
  planned: "off",
  missed: "warn",
  waiting: "info",
  running: "good",
  done: "off",
  not_held: "warn",
  not_taught: "bad",
};

export interface CellProps {
  /** One lesson, or all that share its room. */
  lessons: readonly GridCell[];
  chosen: boolean;
  /** Null: the caller may look only. */
  onChoose: (() => void) | null;
  /** Where the class is not said beside it. */
  withClass?: boolean;
}

export function Cell({ lessons, chosen, onChoose, withClass = false }: CellProps) {
  const [lesson] = lessons;
  if (!lesson) return null;
  const body = <CellText lesson={lesson} lessons={lessons} withClass={withClass} />;
  if (onChoose === null) return <div class="grid-cell">{body}</div>;
  return (
    <button
      type="button"
      class="grid-cell"
      aria-pressed={chosen}
      data-testid="grid-cell"
      data-lesson={lesson.id}
      onClick={onChoose}
    >
      {body}
    </button>
  );
}

interface TextProps {
  lesson: GridCell;
  lessons: readonly GridCell[];
  withClass: boolean;
}

function CellText({ lesson, lessons, withClass }: TextProps) {
  const classes = [...new Set(lessons.map(({ class_name: name }) => name))].join(", ");
  const state = latest(lessons);
  return (
    <>
      <strong class="grid-subject">
        {withClass && classes ? `${classes}: ${lesson.subject}` : lesson.subject}
      </strong>
      <span class="small">{lesson.teacher ? calledName(lesson.teacher) : t("lessons.no_teacher")}</span>
      <Lamp tone={TONES[state]}>{stateText(state)}</Lamp>
      <span class="small muted">{marks(lesson, lessons).join(" · ")}</span>
    </>
  );
}

/** Of a double period the one that counts now. */
function latest(lessons: readonly GridCell[]): CellState {
  const running = lessons.find(({ state }) => state === "running");
  return (running ?? lessons[0])?.state ?? "planned";
}

export function stateText(state: CellState): string {
  const key = `grid.state_${state}`;
  return isKey(key) ? t(key as PlainKey) : state;
}

function marks(lesson: GridCell, lessons: readonly GridCell[]): string[] {
  const found: string[] = [];
  const there = sumOf(lessons.map(({ present }) => present));
  const all = sumOf(lessons.map(({ on_roll: roll }) => roll));
  const double = new Set(lessons.map(({ class_id: of }) => of)).size < lessons.length;
  if (there !== null && all !== null && !double) found.push(t("grid.there", { there, all }));
  else if (lesson.present !== null && lesson.on_roll !== null)
    found.push(t("grid.there", { there: lesson.present, all: lesson.on_roll }));
  if (lesson.not_taught !== null) return [...found, lesson.not_taught];
  if (lesson.replaced) found.push(t("grid.for", { name: calledName(lesson.replaced) }));
  if (lesson.makes_up) found.push(t("grid.makes_up"));
  if (lesson.change === "doi_tiet") found.push(t("grid.moved"));
  if (double) found.push(t("grid.double"));
  else if (lesson.lines > 1) found.push(t("grid.shared", { n: lesson.lines }));
  found.push(t(lesson.form === null ? "grid.in_person" : `grid.${lesson.form}`));
  if (lesson.state === "done") found.push(t(lesson.sheet ? "grid.filled" : "grid.unfilled"));
  return found;
}

function sumOf(numbers: readonly (number | null)[]): number | null {
  return numbers.reduce<number | null>((sum, one) => (sum === null || one === null ? null : sum + one), 0);
}
