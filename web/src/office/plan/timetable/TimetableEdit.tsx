/** A version edited cell by cell: in place while it has not begun, else as a copy that holds from a day on. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../../i18n";
import { dateOf } from "../../../i18n/format";
import { Button, Notice, TextField } from "../../../ui";
import type { Place } from "../../attendance/grid";
import { useSaving } from "../../frame/saving";
import { useUnsaved } from "../../frame/unsaved";
import { clashesOf, PlanSaved } from "../Clashes";
import { type Bell, type Cell, type Edited, saveCells, startTimetable, type Version } from "../data";
import { CellDialog } from "./CellDialog";
import type { Names } from "./names";
import { WeekMatrix } from "./WeekMatrix";
import { type Changes, changed, frameOf, keyOf, nextMonday, type Spot, spotAt, withChanges } from "./week";

interface EditProps {
  /** Null: there is no timetable yet. */
  version: Version | null;
  cells: readonly Cell[];
  bells: readonly Bell[];
  who: string;
  names: Names;
  onSaved: (edited: Edited) => void;
  onCancel: () => void;
}

export function TimetableEdit({ version, cells, bells, who, names, onSaved, onCancel }: EditProps) {
  const today = dateOf(Date.now());
  const [changes, setChanges] = useState<Changes>({});
  const [day, setDay] = useState(() => nextMonday(today));
  const [spot, setSpot] = useState<Spot | null>(null);
  const saving = useSaving();
  const begun = version === null || version.first_day < today;
  const now = withChanges(cells, changes);
  const frame = frameOf(who, names, bells, now);
  const count = Object.keys(changes).length;
  useUnsaved(count > 0);
  const bad = clashing(saving.failure);
  const save = () =>
    saving.save(async () => {
      const sent = asRequest(changes);
      onSaved(
        begun ? await startTimetable(version?.id ?? null, day, sent) : await saveCells(version.id, sent),
      );
    });
  const open = ({ row, column }: Place) => setSpot(spotAt(frame.rows[row], frame.columns[column]));
  return (
    <div class="stack">
      {frame.rows.length === 0 ? (
        <Notice silent>{t("plan.edit_of_class")}</Notice>
      ) : (
        <WeekMatrix
          frame={frame}
          cells={now}
          names={names}
          markOf={(one) => (bad.has(keyOf(one)) ? "bad" : keyOf(one) in changes ? "changed" : "")}
          onPress={open}
        />
      )}
      <PlanSaved saving={saving} names={names} />
      <EditBar
        count={count}
        busy={saving.busy}
        undated={begun && day === ""}
        onSave={save}
        onCancel={onCancel}
      >
        {begun && <FirstDay copied={version} day={day} onDay={setDay} />}
      </EditBar>
      {spot && (
        <CellDialog
          key={keyOf(spot)}
          spot={spot}
          cell={now.find((one) => keyOf(one) === keyOf(spot)) ?? null}
          cells={now}
          names={names}
          onSet={(to) => {
            setChanges(changed(changes, cells, spot, to));
            setSpot(null);
          }}
          onClose={() => setSpot(null)}
        />
      )}
    </div>
  );
}

function clashing(failure: unknown): ReadonlySet<string> {
  return new Set(
    clashesOf(failure).flatMap(({ class_ids: ids, weekday, session, period }) =>
      ids.map((class_id) => keyOf({ class_id, weekday, session, period })),
    ),
  );
}

interface FirstDayProps {
  /** What holds until that day, and is copied. */
  copied: Version | null;
  day: string;
  onDay: (day: string) => void;
}

function FirstDay({ copied, day, onDay }: FirstDayProps) {
  return (
    <TextField
      label={t("plan.first_day")}
      hint={copied && t("plan.edit_copy", { name: copied.name })}
      type="date"
      value={day}
      onValue={onDay}
    />
  );
}

interface BarProps {
  /** How many cells are changed. */
  count: number;
  busy: boolean;
  /** The day that the changes begin on is missing. */
  undated: boolean;
  onSave: () => Promise<unknown>;
  onCancel: () => void;
  children: ComponentChildren;
}

function EditBar({ count, busy, undated, onSave, onCancel, children }: BarProps) {
  return (
    <div class="foot-bar plan-bar">
      {children}
      <Button
        kind="primary"
        busy={busy}
        disabled={count === 0 || undated}
        testId="timetable-save"
        onClick={() => void onSave()}
      >
        {t("plan.save")}
      </Button>
      <Button onClick={onCancel}>{t("common.cancel")}</Button>
      <span role="status">{count > 0 && t("plan.changed_cells", { n: count })}</span>
    </div>
  );
}

/** As the server takes them: a place, and what it has. */
export function asRequest(changes: Changes) {
  return Object.entries(changes).map(([key, cell]) => {
    const [weekday, session = "", period, ...of] = key.split("|");
    const lesson = cell && {
      kind: cell.kind,
      subject_code: cell.kind === "tiet_hoc" ? cell.subject_code : null,
      teacher_id: cell.teacher_id,
      room: cell.room,
      joint: cell.joint,
    };
    return { class_id: of.join("|"), weekday: Number(weekday), session, period: Number(period), lesson };
  });
}
