/** A version of the timetable: a class's or teacher's week, a day of the school; the office edits its cells. */
import { useState } from "preact/hooks";
import { useLoad } from "../../../api/useLoad";
import { t } from "../../../i18n";
import { Button, EditIcon } from "../../../ui";
import { Listed } from "../../frame/Listed";
import { type Bell, type Cell, type Edited, timetable, type Version } from "../data";
import { cellsOf, type Names } from "./names";
import { TimetableEdit } from "./TimetableEdit";
import { TimetableGrid } from "./TimetableGrid";
import { WeekMatrix } from "./WeekMatrix";
import { frameOf } from "./week";

interface OneVersionProps {
  /** Null: there is no timetable yet. */
  version: Version | null;
  bells: readonly Bell[];
  /** "class 8a3", "teacher gv-01", "day 2". */
  who: string;
  names: Names;
  writes: boolean;
  onEdit: () => void;
  onSaved: (edited: Edited) => void;
}

export function OneVersion({ version, ...rest }: OneVersionProps) {
  const loaded = useLoad(`plan timetable ${version?.id ?? ""}`, async () =>
    version === null ? [] : (await timetable(version.id)).cells,
  );
  return <Listed from={loaded}>{(cells) => <Cells version={version} cells={cells} {...rest} />}</Listed>;
}

function Cells({
  version,
  cells,
  bells,
  who,
  names,
  writes,
  onEdit,
  onSaved,
}: OneVersionProps & { cells: readonly Cell[] }) {
  const [editing, setEditing] = useState(false);
  if (editing) {
    const of = { version, cells, bells, who, names, onSaved };
    return <TimetableEdit {...of} onCancel={() => setEditing(false)} />;
  }
  return (
    <>
      {version !== null && <Shown cells={cells} bells={bells} who={who} names={names} />}
      {writes && (
        <div>
          <Button
            icon={<EditIcon />}
            testId="timetable-edit"
            onClick={() => {
              onEdit();
              setEditing(true);
            }}
          >
            {t(version === null ? "plan.edit_new" : "plan.edit_cells")}
          </Button>
        </div>
      )}
    </>
  );
}

function Shown({
  cells,
  bells,
  who,
  names,
}: Pick<OneVersionProps, "bells" | "who" | "names"> & { cells: readonly Cell[] }) {
  if (!who.startsWith("day "))
    return (
      <TimetableGrid
        cells={cellsOf(cells, who, names)}
        names={names}
        byTeacher={who.startsWith("teacher ")}
      />
    );
  const frame = frameOf(who, names, bells, cells);
  return <WeekMatrix frame={frame} cells={cells} names={names} markOf={() => ""} onPress={null} />;
}
