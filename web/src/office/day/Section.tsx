/** The day of the whole school: every class's periods, what was changed, and the form that changes them. */
import { useRef, useState } from "preact/hooks";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { dateOf, formatDate, formatDay, instantOf } from "../../i18n/format";
import { Button, EditIcon, Notice, useFocusBack } from "../../ui";
import { Listed } from "../frame/Listed";
import { ComeIn, comesIn } from "../lessons/ComeIn";
import { DayPicker } from "../lessons/DayPicker";
import { Cell } from "./Cell";
import { ChangeForm } from "./change/ChangeForm";
import { ChangesList } from "./change/ChangesList";
import { type DayGrid, type Done, dayGrid, type GridCell, makeChange, whyText } from "./data";
import { GridTable } from "./GridTable";
import "./grid.css";
import { PeriodList } from "./PeriodList";
import { besides, summed } from "./table";
import { type Card, made, opened, wanted, without } from "./telling/cards";
import { TellClasses } from "./telling/TellClasses";
import { setsUnits, UnitPart, unitsOf } from "./UnitPart";
import { useNarrow } from "./useNarrow";

const EVERY_MS = 15_000;

export function Section() {
  const [date, setDate] = useState(() => dateOf(Date.now()));
  const [cards, setCards] = useState<readonly Card[]>([]);
  const loaded = useLoad(`grid ${date}`, () => dayGrid(date), EVERY_MS);
  const heading = useRef<HTMLHeadingElement>(null);
  const close = (id: number) => {
    setCards((now) => without(now, id));
    heading.current?.focus();
  };
  return (
    <div class="stack grid-day">
      <DayPicker date={date} onDate={setDate} />
      <h2 class="day-name" ref={heading} tabIndex={-1}>
        {formatDay(instantOf(date, "12:00"))}
      </h2>
      {cards.map(({ id, version, open, all }) => (
        <TellClasses
          key={`${id} ${version}`}
          id={id}
          open={open}
          all={all}
          onOpen={() => setCards((now) => opened(now, id))}
          onClose={() => close(id)}
        />
      ))}
      <Listed from={loaded}>
        {(grid) => <Day key={date} grid={grid} onChange={loaded.reload} onCards={setCards} />}
      </Listed>
    </div>
  );
}

interface DayProps {
  grid: DayGrid;
  onChange: () => void;
  onCards: (change: (now: readonly Card[]) => readonly Card[]) => void;
}

function Day({ grid, onChange, onCards }: DayProps) {
  const [ids, setIds] = useState<readonly string[]>([]);
  const [form, setForm] = useState(false);
  const [done, setDone] = useState<Done | null>(null);
  const [changed, setChanged] = useState(0);
  const chosen = grid.cells.filter(({ id }) => ids.includes(id));
  const one = chosen.length === 1 ? chosen[0] : undefined;
  const narrow = useNarrow();
  const bar = useFocusBack(form);
  // On a phone it would cover what stands under it: there it waits at the end until something is chosen.
  const stays = !narrow || chosen.length > 0;
  const choose = (lessons: readonly GridCell[]) => {
    const all = lessons.map(({ id }) => id);
    const had = all.every((id) => ids.includes(id));
    setIds(had ? ids.filter((id) => !all.includes(id)) : [...new Set([...ids, ...all])]);
    setDone(null);
  };
  const finished = (what: Done, undone = false) => {
    setForm(false);
    setIds([]);
    setDone(undone ? null : what);
    onCards((now) => made(now, what, grid.classes));
    setChanged(changed + 1);
    onChange();
  };
  const Shown = narrow ? PeriodList : GridTable;
  return (
    <>
      {grid.off && <Notice tone="warn">{t("grid.off", { name: grid.off })}</Notice>}
      <p class="muted" role="status">
        {t("grid.sum", summed(grid.cells))}
      </p>
      {done && <Notice tone="good">{doneText(done)}</Notice>}
      {grid.may_change && !form && <p class="small muted">{t("grid.hint")}</p>}
      {form && <ChangeForm grid={grid} chosen={chosen} onDone={finished} onCancel={() => setForm(false)} />}
      {grid.may_change && <Offers grid={grid} onDone={finished} />}
      <Shown
        grid={grid}
        chosen={ids}
        onChoose={grid.may_change || comesIn() || setsUnits() ? choose : null}
        label={t("grid.of", { date: formatDate(instantOf(grid.date, "12:00")) })}
      />
      <Beside grid={grid} />
      {unitsOf(chosen).map((lesson) => (
        <UnitPart key={lesson.id} lesson={lesson} onSaved={onChange} />
      ))}
      {one && one.not_taught === null && one.state !== "done" && <ComeIn key={one.id} lesson={one.id} />}
      {grid.may_change && !form && (
        <div class={stays ? "foot-bar" : "row"} ref={bar}>
          <ChangeButtons n={chosen.length} onChange={() => setForm(true)} onClear={() => setIds([])} />
        </div>
      )}
      <ChangesList
        date={grid.date}
        version={changed}
        may={grid.may_change}
        onUndone={(what) => finished(what, true)}
        onTell={(id) => onCards((now) => wanted(now, id, grid.classes))}
      />
    </>
  );
}

const doneText = ({ kind, lessons, made: added }: Done) =>
  t("change.done", { what: t(`change.${kind}`), n: lessons.length + added.length });

interface ChangeButtonsProps {
  /** How many periods are chosen. */
  n: number;
  onChange: () => void;
  onClear: () => void;
}

function ChangeButtons({ n, onChange, onClear }: ChangeButtonsProps) {
  return (
    <>
      <Button kind="primary" icon={<EditIcon />} testId="change-day" onClick={onChange}>
        {t(n > 0 ? "grid.change" : "grid.change_school")}
      </Button>
      {n > 0 && (
        <>
          <span role="status">{t("grid.chosen", { n })}</span>
          <Button onClick={onClear}>{t("grid.clear")}</Button>
        </>
      )}
    </>
  );
}

/** Two periods in a row of one subject and teacher: one tap makes them a double period. */
function Offers({ grid, onDone }: { grid: DayGrid; onDone: (done: Done) => void }) {
  const [failed, setFailed] = useState<unknown>(null);
  const pairs = grid.cells.flatMap((first) => {
    const second = grid.cells.find(({ id }) => id === first.double_with);
    return second && first.form !== null ? [{ first, second }] : [];
  });
  if (pairs.length === 0) return null;
  const join = (first: GridCell, second: GridCell) => {
    makeChange({ kind: "tiet_doi", first: first.id, second: second.id }).then(onDone, setFailed);
  };
  return (
    <>
      {failed !== null && <Notice tone="bad">{whyText(failed)}</Notice>}
      {pairs.slice(0, 5).map(({ first, second }) => (
        <Notice key={first.id} silent>
          <p>
            {t("grid.offer", {
              periods: `${first.class_name}, ${first.subject}, ${first.period} – ${second.period}`,
            })}
          </p>
          <Button size="small" onClick={() => join(first, second)}>
            {t("grid.offer_do")}
          </Button>
        </Notice>
      ))}
    </>
  );
}

function Beside({ grid }: { grid: DayGrid }) {
  const rest = besides(grid);
  if (rest.length === 0) return null;
  return (
    <section class="stack">
      <h3>{t("grid.beside")}</h3>
      <ul class="grid-list">
        {rest.map((lesson) => (
          <li key={lesson.id}>
            <Cell lessons={[lesson]} chosen={false} onChoose={null} withClass />
          </li>
        ))}
      </ul>
    </section>
  );
}
