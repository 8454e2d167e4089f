/** Who teaches what in the whole school: classes down, subjects across; a cell is chosen from a list. */
import { useMemo, useState } from "preact/hooks";
import { t } from "../../../i18n";
import type { Place } from "../../attendance/grid";
import { Matrix, type MatrixCell } from "../Matrix";
import { shortNames } from "../shortNames";
import { type AssignedProps, type Assigning, keyOf } from "./assigning";
import type { School } from "./school";
import { TeacherChoice } from "./TeacherChoice";

export function AssignmentsGrid({ value, assigning, writes }: AssignedProps) {
  const { classes, subjects, teachers } = value;
  const [open, setOpen] = useState<Place | null>(null);
  const names = useMemo(() => shortNames(teachers), [teachers]);
  const columns = useMemo(
    () => subjects.map(({ code, name, short }) => ({ key: code, head: short, name })),
    [subjects],
  );
  const cellAt = (key: string): MatrixCell => {
    const teacher = assigning.teacherAt(key);
    return {
      text: teacher && (names.get(teacher) ?? t("plan.left")),
      mark: assigning.markOf(key),
    };
  };
  return (
    <>
      {writes && <p class="small muted">{t("plan.grid_hint")}</p>}
      <Matrix
        label={t("plan.tab.assignments")}
        corner={t("new.class")}
        empty={t("plan.nobody")}
        columns={columns}
        rows={classes.map(({ id, code }) => ({
          key: id,
          head: code,
          cells: subjects.map((one) => cellAt(keyOf(id, one.code))),
        }))}
        onPress={writes ? setOpen : null}
        inside={
          open && {
            at: open,
            control: (
              <OpenCell
                at={open}
                value={value}
                assigning={assigning}
                onEnd={() => setOpen((now) => (now === open ? null : now))}
              />
            ),
          }
        }
        onLeave={() => setOpen(null)}
        testId="assignments-grid"
      />
    </>
  );
}

interface OpenCellProps {
  at: Place;
  value: School;
  assigning: Assigning;
  onEnd: () => void;
}

function OpenCell({ at, value: { classes, subjects, teachers }, assigning, onEnd }: OpenCellProps) {
  const room = classes[at.row];
  const subject = subjects[at.column];
  if (!room || !subject) return null;
  const key = keyOf(room.id, subject.code);
  return (
    <TeacherChoice
      label={t("plan.teacher_in", { name: subject.name, class: room.code })}
      value={assigning.teacherAt(key)}
      teachers={teachers}
      first={new Set(classes.map(({ id }) => assigning.teacherAt(keyOf(id, subject.code))))}
      onValue={(teacher) => assigning.set(key, teacher)}
      onEnd={onEnd}
    />
  );
}
