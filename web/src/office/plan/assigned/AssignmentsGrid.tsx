/** Who teaches what in the whole school: classes down, subjects across; a cell is chosen from a list, all is saved at once. */
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { t } from "../../../i18n";
import { Button } from "../../../ui";
import type { Place } from "../../attendance/grid";
import type { Teacher } from "../../data";
import { useSaving } from "../../frame/saving";
import { useUnsaved } from "../../frame/unsaved";
import { clashesOf, PlanSaved } from "../Clashes";
import { type Assignment, saveAssignments } from "../data";
import { Matrix, type MatrixCell } from "../Matrix";
import { byGivenName, shortNames } from "../shortNames";
import { plannedText } from "../words";
import type { School } from "./AssignmentsTab";

interface GridProps {
  value: School;
  writes: boolean;
  onSaved: () => void;
}

/** Teachers by "class subject"; "" takes the assignment away. */
type Changed = Readonly<Record<string, string>>;

export function AssignmentsGrid({ value, writes, onSaved }: GridProps) {
  const { classes, subjects, teachers } = value;
  const [changed, setChanged] = useState<Changed>({});
  const [open, setOpen] = useState<Place | null>(null);
  const [done, setDone] = useState("");
  const saving = useSaving();
  const before = useMemo(() => assigned(value.assignments), [value.assignments]);
  const names = useMemo(() => shortNames(teachers), [teachers]);
  const columns = useMemo(
    () => subjects.map(({ code, name, short }) => ({ key: code, head: short, name })),
    [subjects],
  );
  const bad = new Set(
    clashesOf(saving.failure).flatMap(({ class_ids: ids, subject_codes: codes }) =>
      ids.map((id, place) => `${id} ${codes[place]}`),
    ),
  );
  const teacherAt = (key: string) => changed[key] ?? before.get(key) ?? "";
  const cellAt = (key: string): MatrixCell => {
    const teacher = teacherAt(key);
    return {
      text: teacher && (names.get(teacher) ?? t("plan.left")),
      mark: bad.has(key) ? "bad" : key in changed ? "changed" : "",
    };
  };
  const count = Object.keys(changed).length;
  useUnsaved(count > 0);
  const save = async () => {
    setOpen(null);
    const some = Object.entries(changed).map(([key, teacher]) => asAssignment(key, teacher));
    if (await saving.save(async () => setDone(plannedText((await saveAssignments(some)).planned)))) {
      setChanged({});
      onSaved();
    }
  };
  const [room, subject] = open ? [classes[open.row], subjects[open.column]] : [];
  const key = room && subject && `${room.id} ${subject.code}`;
  return (
    <div class="stack">
      {writes && <p class="small muted">{t("plan.grid_hint")}</p>}
      <Matrix
        label={t("plan.tab.assignments")}
        corner={t("new.class")}
        empty={t("plan.nobody")}
        columns={columns}
        rows={classes.map(({ id, code }) => ({
          key: id,
          head: code,
          cells: subjects.map((one) => cellAt(`${id} ${one.code}`)),
        }))}
        onPress={writes ? setOpen : null}
        inside={
          open && room && subject && key
            ? {
                at: open,
                control: (
                  <TeacherChoice
                    label={t("plan.teacher_in", { name: subject.name, class: room.code })}
                    value={teacherAt(key)}
                    teachers={teachers}
                    first={new Set(classes.map(({ id }) => teacherAt(`${id} ${subject.code}`)))}
                    onValue={(teacher) => setChanged(after(changed, before, key, teacher))}
                    onEnd={() => setOpen((now) => (now === open ? null : now))}
                  />
                ),
              }
            : null
        }
        onLeave={() => setOpen(null)}
        testId="assignments-grid"
      />
      <PlanSaved saving={saving} names={value}>
        {done}
      </PlanSaved>
      {writes && (
        <div class="plan-bar">
          <Button
            kind="primary"
            busy={saving.busy}
            disabled={count === 0}
            testId="assignments-save"
            onClick={() => void save()}
          >
            {t("plan.save")}
          </Button>
          <span role="status">{count > 0 && t("plan.changed_cells", { n: count })}</span>
          {count > 0 && <Button onClick={() => setChanged({})}>{t("plan.drop_changes")}</Button>}
        </div>
      )}
    </div>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  teachers: readonly Teacher[];
  /** Ids of those who teach the subject already: they stand first. */
  first: ReadonlySet<string>;
  onValue: (teacher: string) => void;
  onEnd: () => void;
}

/** By given name: typing it finds the person. */
function TeacherChoice({ label, value, teachers, first, onValue, onEnd }: ChoiceProps) {
  const sorted = useMemo(() => byGivenName(teachers), [teachers]);
  const short = useMemo(() => shortNames(teachers), [teachers]);
  const options = (some: readonly Teacher[]) =>
    some.map(({ id, name }) => (
      <option key={id} value={id}>
        {short.get(id) === name ? name : `${short.get(id)} – ${name}`}
      </option>
    ));
  const box = useRef<HTMLSelectElement>(null);
  const before = useRef(value);
  useLayoutEffect(() => box.current?.focus(), []);
  return (
    <select
      ref={box}
      class="control matrix-control"
      aria-label={label}
      value={value}
      onChange={(event) => onValue(event.currentTarget.value)}
      onKeyDown={(event) => event.key === "Escape" && onValue(before.current)}
      onBlur={onEnd}
    >
      <option value="">{t("plan.nobody")}</option>
      {value && !short.has(value) && <option value={value}>{t("plan.left")}</option>}
      <optgroup label={t("plan.teach_it")}>{options(sorted.filter(({ id }) => first.has(id)))}</optgroup>
      <optgroup label={t("plan.teach_others")}>{options(sorted.filter(({ id }) => !first.has(id)))}</optgroup>
    </select>
  );
}

const assigned = (all: readonly Assignment[]) =>
  new Map(all.map((one) => [`${one.class_id} ${one.subject_code}`, one.teacher_id ?? ""]));

/** What is changed when a cell has another teacher now; back to what was there is no change. */
export function after(
  changed: Changed,
  before: ReadonlyMap<string, string>,
  key: string,
  teacher: string,
): Changed {
  const { [key]: _, ...rest } = changed;
  return (before.get(key) ?? "") === teacher ? rest : { ...rest, [key]: teacher };
}

export function asAssignment(key: string, teacher: string): Assignment {
  const gap = key.lastIndexOf(" ");
  return { class_id: key.slice(0, gap), subject_code: key.slice(gap + 1), teacher_id: teacher || null };
}
