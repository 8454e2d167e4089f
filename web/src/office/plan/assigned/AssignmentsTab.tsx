/** Who teaches which subject: the whole school in a grid, on a phone a class at a time; or all of it from a file. */
import { useState } from "preact/hooks";
import { useLoad } from "../../../api/useLoad";
import { t } from "../../../i18n";
import { fullName } from "../../../i18n/names";
import { Button, Notice, SelectField } from "../../../ui";
import { classes, type SchoolClass, type Teacher, teachers } from "../../data";
import { useNarrow } from "../../day/useNarrow";
import { Listed } from "../../frame/Listed";
import { useSaving } from "../../frame/saving";
import { useUnsaved } from "../../frame/unsaved";
import { Importer } from "../../importing/Importer";
import { PlanSaved } from "../Clashes";
import { type Assignment, assignments, type Subject, saveAssignments, subjects } from "../data";
import { plannedText } from "../words";
import { AssignmentsGrid } from "./AssignmentsGrid";

export interface School {
  classes: SchoolClass[];
  teachers: Teacher[];
  subjects: Subject[];
  assignments: Assignment[];
}

async function school(): Promise<School> {
  const [rooms, staff, { subjects: taught }, kept] = await Promise.all([
    classes(),
    teachers(),
    subjects(),
    assignments(),
  ]);
  return { classes: rooms, teachers: staff, subjects: taught.filter((one) => one.active), assignments: kept };
}

export function AssignmentsTab({ writes }: { writes: boolean }) {
  const loaded = useLoad("plan assignments", school);
  const narrow = useNarrow();
  return (
    <div class="stack">
      <Listed from={loaded}>
        {(value) => {
          const Shown = narrow ? ByClass : AssignmentsGrid;
          return value.classes.length === 0 || value.subjects.length === 0 ? (
            <Notice silent>{t("plan.assign_first")}</Notice>
          ) : (
            <Shown value={value} writes={writes} onSaved={loaded.reload} />
          );
        }}
      </Listed>
      {writes && <Importer kind="assignments" onWritten={loaded.reload} />}
    </div>
  );
}

interface ByClassProps {
  value: School;
  writes: boolean;
  onSaved: () => void;
}

function ByClass({ value, writes, onSaved }: ByClassProps) {
  const [chosen, setChosen] = useState(value.classes[0]?.id ?? "");
  const room = value.classes.find(({ id }) => id === chosen);
  return (
    <div class="stack">
      <SelectField
        label={t("new.class")}
        value={chosen}
        options={value.classes.map(({ id, code }) => ({ value: id, text: code }))}
        onValue={setChosen}
      />
      {room && <OfClass key={room.id} room={room} value={value} writes={writes} onSaved={onSaved} />}
    </div>
  );
}

function OfClass({ room, value, writes, onSaved }: ByClassProps & { room: SchoolClass }) {
  const before = new Map(
    value.assignments.flatMap((one) =>
      one.class_id === room.id ? [[one.subject_code, one.teacher_id ?? ""] as const] : [],
    ),
  );
  const [changed, setChanged] = useState<Record<string, string>>({});
  useUnsaved(Object.keys(changed).length > 0);
  const [done, setDone] = useState("");
  const saving = useSaving();
  const save = async () => {
    const some = Object.entries(changed).map(([subject, teacher]) => ({
      class_id: room.id,
      subject_code: subject,
      teacher_id: teacher || null,
    }));
    if (await saving.save(async () => setDone(plannedText((await saveAssignments(some)).planned)))) {
      setChanged({});
      onSaved();
    }
  };
  const names = new Map(value.teachers.map((one) => [one.id, fullName(one)]));
  const options = [
    { value: "", text: t("plan.nobody") },
    ...value.teachers.map((one) => ({ value: one.id, text: fullName(one) })),
  ];
  return (
    <section class="stack" aria-label={t("plan.assigned_in", { name: room.code })}>
      <table class="plan-pairs">
        <thead>
          <tr>
            <th scope="col">{t("plan.subject")}</th>
            <th scope="col">{t("plan.teacher")}</th>
          </tr>
        </thead>
        <tbody>
          {value.subjects.map(({ code, name }) => {
            const teacher = changed[code] ?? before.get(code) ?? "";
            return (
              <tr key={code}>
                <th scope="row">{name}</th>
                <td>
                  {writes ? (
                    <select
                      class="control"
                      aria-label={t("plan.teacher_of", { name })}
                      value={teacher}
                      onChange={(event) => setChanged({ ...changed, [code]: event.currentTarget.value })}
                    >
                      {options.map((option) => (
                        <option key={option.value} value={option.value}>
                          {option.text}
                        </option>
                      ))}
                    </select>
                  ) : (
                    (names.get(teacher) ?? t("plan.nobody"))
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <PlanSaved saving={saving} names={value}>
        {done}
      </PlanSaved>
      {writes && (
        <div>
          <Button
            kind="primary"
            busy={saving.busy}
            disabled={Object.keys(changed).length === 0}
            testId="assignments-save"
            onClick={() => void save()}
          >
            {t("plan.save")}
          </Button>
        </div>
      )}
    </section>
  );
}
