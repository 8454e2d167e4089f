/** One cell of the timetable: what is taught, by whom, where. Who would be in two classes then is said at once. */
import { useState } from "preact/hooks";
import { t } from "../../../i18n";
import { fullName } from "../../../i18n/names";
import { Button, Dialog, Notice, SelectField, Switch, TextField } from "../../../ui";
import type { Cell } from "../data";
import { byGivenName } from "../shortNames";
import { dayName, sessionName } from "../words";
import { type Names, teacherOf } from "./names";
import type { Spot } from "./week";

const ROOM = /^[A-Za-z]?[0-9][0-9A-Za-z.-]{0,8}$/;
const KINDS = ["chao_co", "sinh_hoat_lop"] as const;

interface CellDialogProps {
  spot: Spot;
  cell: Cell | null;
  /** All cells of the version as they are now. */
  cells: readonly Cell[];
  names: Names;
  onSet: (cell: Cell | null) => void;
  onClose: () => void;
}

export function CellDialog({ spot, cell, cells, names, onSet, onClose }: CellDialogProps) {
  const [what, setWhat] = useState(cell ? (cell.kind === "tiet_hoc" ? cell.subject_code : cell.kind) : "");
  const [how, setHow] = useState<How>({
    teacher: cell?.teacher_id ?? "",
    room: cell?.room ?? "",
    joint: cell?.joint ?? false,
  });
  const code = names.classes.find(({ id }) => id === spot.class_id)?.code ?? spot.class_id;
  const made = what ? cellOf(spot, what, how) : null;
  const submit = (event: Event) => {
    event.preventDefault();
    if (!isWrong(how)) onSet(made);
  };
  return (
    <Dialog
      title={t("plan.cell_of", {
        class: code,
        day: dayName(spot.weekday),
        session: sessionName(spot.session).toLowerCase(),
        period: spot.period,
      })}
      testId="cell-dialog"
      onClose={onClose}
    >
      <form class="stack" noValidate onSubmit={submit}>
        <SelectField
          label={t("plan.cell_what")}
          value={what ?? ""}
          options={[
            { value: "", text: t("grid.empty") },
            ...names.subjects
              .filter((one) => one.active || one.code === what)
              .map((one) => ({ value: one.code, text: one.name })),
            ...KINDS.map((kind) => ({ value: kind, text: t(`plan.kind.${kind}`) })),
          ]}
          onValue={setWhat}
        />
        {made && <HowFields how={how} made={made} names={names} onHow={setHow} />}
        {made && <Busy cell={made} cells={cells} names={names} />}
        <div class="row">
          <Button type="submit" kind="primary" testId="cell-set">
            {t("plan.cell_set")}
          </Button>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
        </div>
      </form>
    </Dialog>
  );
}

/** By whom a cell is taught and where, as it is typed. */
interface How {
  /** "" is who is assigned. */
  teacher: string;
  room: string;
  /** Together with other classes. */
  joint: boolean;
}

const isWrong = ({ room }: How) => room.trim() !== "" && !ROOM.test(room.trim());

interface HowFieldsProps {
  how: How;
  /** The cell as it would be. */
  made: Cell;
  names: Names;
  onHow: (how: How) => void;
}

function HowFields({ how, made, names, onHow }: HowFieldsProps) {
  const usual = names.teachers.find(({ id }) => id === teacherOf({ ...made, teacher_id: null }, names));
  return (
    <>
      <SelectField
        label={t("plan.teacher")}
        value={how.teacher}
        options={[
          { value: "", text: t("plan.as_assigned", { name: usual ? fullName(usual) : t("plan.nobody") }) },
          ...byGivenName(names.teachers).map((one) => ({ value: one.id, text: fullName(one) })),
        ]}
        onValue={(teacher) => onHow({ ...how, teacher })}
      />
      <TextField
        label={t("plan.room")}
        hint={t("plan.room_hint")}
        error={isWrong(how) ? t("plan.room_bad") : undefined}
        maxLength={10}
        value={how.room}
        onValue={(room) => onHow({ ...how, room })}
      />
      {made.kind === "tiet_hoc" && (
        <Switch label={t("plan.joint")} on={how.joint} onChange={(joint) => onHow({ ...how, joint })} />
      )}
    </>
  );
}

function Busy({ cell, cells, names }: { cell: Cell; cells: readonly Cell[]; names: Names }) {
  const others = busyWith(cell, cells, names);
  if (others.length === 0) return null;
  const teacher = names.teachers.find(({ id }) => id === teacherOf(cell, names));
  const codes = others.map(
    (one) => names.classes.find(({ id }) => id === one.class_id)?.code ?? one.class_id,
  );
  return (
    <Notice tone="warn">
      {t("plan.busy", { teacher: teacher ? fullName(teacher) : "", classes: codes.join(", ") })}
    </Notice>
  );
}

/** Other cells of the same teacher and time that are not one joint lesson with this one (planning/timetables.py). */
export function busyWith(cell: Cell, cells: readonly Cell[], names: Names): Cell[] {
  const teacher = teacherOf(cell, names);
  if (teacher === null) return [];
  return cells.filter(
    (one) =>
      one.class_id !== cell.class_id &&
      one.weekday === cell.weekday &&
      one.session === cell.session &&
      one.period === cell.period &&
      teacherOf(one, names) === teacher &&
      !(one.joint && cell.joint && one.kind === cell.kind && one.subject_code === cell.subject_code),
  );
}

function cellOf(spot: Spot, what: string, { teacher, room, joint }: How): Cell {
  const kind = KINDS.find((one) => one === what) ?? "tiet_hoc";
  return {
    class_id: spot.class_id,
    weekday: spot.weekday,
    session: spot.session,
    period: spot.period,
    kind,
    subject_code: kind === "tiet_hoc" ? what : null,
    teacher_id: teacher || null,
    room: room.trim() || null,
    joint: kind === "tiet_hoc" && joint,
  };
}
