/** Who teaches which subject: the whole school in a grid, on a phone a class at a time; or all of it from a file. */
import { useLoad } from "../../../api/useLoad";
import { t } from "../../../i18n";
import { Notice } from "../../../ui";
import { useNarrow } from "../../day/useNarrow";
import { Listed } from "../../frame/Listed";
import { Importer } from "../../importing/Importer";
import { AssignmentsGrid } from "./AssignmentsGrid";
import { useAssigning } from "./assigning";
import { ClassAssignments } from "./ClassAssignments";
import { SaveBar } from "./SaveBar";
import { type School, school } from "./school";

export function AssignmentsTab({ writes }: { writes: boolean }) {
  const loaded = useLoad("plan assignments", school);
  return (
    <div class="stack">
      <Listed from={loaded}>
        {(value) =>
          value.classes.length === 0 || value.subjects.length === 0 ? (
            <Notice silent>{t("plan.assign_first")}</Notice>
          ) : (
            <Assignments value={value} writes={writes} onSaved={loaded.reload} />
          )
        }
      </Listed>
      {writes && <Importer kind="assignments" onWritten={loaded.reload} />}
    </div>
  );
}

interface AssignmentsProps {
  value: School;
  writes: boolean;
  onSaved: () => void;
}

/** What is changed stays while a phone is turned, or another class is shown. */
function Assignments({ value, writes, onSaved }: AssignmentsProps) {
  const assigning = useAssigning(value.assignments, onSaved);
  const Shown = useNarrow() ? ClassAssignments : AssignmentsGrid;
  return (
    <div class="stack">
      <Shown value={value} assigning={assigning} writes={writes} />
      <SaveBar assigning={assigning} value={value} writes={writes} />
    </div>
  );
}
