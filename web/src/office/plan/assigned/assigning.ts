/** Assignments as they are and as somebody changes them, all classes together: saved at once, or dropped. */
import { useMemo, useState } from "preact/hooks";
import { type Saving, useSaving } from "../../frame/saving";
import { useUnsaved } from "../../frame/unsaved";
import { clashesOf } from "../Clashes";
import { type Assignment, saveAssignments } from "../data";
import type { Mark } from "../Matrix";
import { plannedText } from "../words";
import type { School } from "./school";

/** Teachers by "class subject"; "" takes the assignment away. */
type Changed = Readonly<Record<string, string>>;

export interface Assigning {
  /** Of a cell; "" is nobody. */
  teacherAt: (key: string) => string;
  markOf: (key: string) => Mark;
  set: (key: string, teacher: string) => void;
  /** How many cells are changed. */
  count: number;
  save: () => Promise<void>;
  drop: () => void;
  saving: Saving;
  /** What the last saving did to the plan. */
  done: string;
}

export const keyOf = (classId: string, subject: string) => `${classId} ${subject}`;

export function useAssigning(assignments: readonly Assignment[], onSaved: () => void): Assigning {
  const [changed, setChanged] = useState<Changed>({});
  const [done, setDone] = useState("");
  const saving = useSaving();
  const before = useMemo(() => assigned(assignments), [assignments]);
  const bad = clashing(saving.failure);
  const count = Object.keys(changed).length;
  useUnsaved(count > 0);
  const save = async () => {
    const some = Object.entries(changed).map(([key, teacher]) => asAssignment(key, teacher));
    if (await saving.save(async () => setDone(plannedText((await saveAssignments(some)).planned)))) {
      setChanged({});
      onSaved();
    }
  };
  return {
    teacherAt: (key) => changed[key] ?? before.get(key) ?? "",
    markOf: (key) => (bad.has(key) ? "bad" : key in changed ? "changed" : ""),
    set: (key, teacher) => setChanged((now) => after(now, before, key, teacher)),
    count,
    save,
    drop: () => setChanged({}),
    saving,
    done,
  };
}

const assigned = (all: readonly Assignment[]) =>
  new Map(all.map((one) => [keyOf(one.class_id, one.subject_code), one.teacher_id ?? ""]));

function clashing(failure: unknown): ReadonlySet<string> {
  return new Set(
    clashesOf(failure).flatMap(({ class_ids: ids, subject_codes: codes }) =>
      ids.map((id, place) => keyOf(id, codes[place] ?? "")),
    ),
  );
}

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

/** Of the grid and of its place on a phone. */
export interface AssignedProps {
  value: School;
  assigning: Assigning;
  writes: boolean;
}
