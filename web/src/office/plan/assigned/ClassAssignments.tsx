/** Who teaches what in one class at a time: the grid for a phone. */
import { useState } from "preact/hooks";
import { t } from "../../../i18n";
import { fullName } from "../../../i18n/names";
import { SelectField } from "../../../ui";
import type { SchoolClass } from "../../data";
import { type AssignedProps, keyOf } from "./assigning";

export function ClassAssignments(props: AssignedProps) {
  const { classes } = props.value;
  const [chosen, setChosen] = useState(classes[0]?.id ?? "");
  const room = classes.find(({ id }) => id === chosen);
  return (
    <>
      <SelectField
        label={t("new.class")}
        value={chosen}
        options={classes.map(({ id, code }) => ({ value: id, text: code }))}
        onValue={setChosen}
      />
      {room && <OfClass room={room} {...props} />}
    </>
  );
}

function OfClass({ room, value, assigning, writes }: AssignedProps & { room: SchoolClass }) {
  const names = new Map(value.teachers.map((one) => [one.id, fullName(one)]));
  const known = (id: string) => names.get(id) ?? t(id ? "plan.left" : "plan.nobody");
  return (
    <table class="plan-pairs" aria-label={t("plan.assigned_in", { name: room.code })}>
      <thead>
        <tr>
          <th scope="col">{t("plan.subject")}</th>
          <th scope="col">{t("plan.teacher")}</th>
        </tr>
      </thead>
      <tbody>
        {value.subjects.map(({ code, name }) => {
          const key = keyOf(room.id, code);
          const teacher = assigning.teacherAt(key);
          return (
            <tr key={code}>
              <th scope="row">{name}</th>
              <td>
                {writes ? (
                  <select
                    class="control"
                    aria-label={t("plan.teacher_of", { name })}
                    value={teacher}
                    onChange={(event) => assigning.set(key, event.currentTarget.value)}
                  >
                    {["", ...(teacher && !names.has(teacher) ? [teacher] : []), ...names.keys()].map((id) => (
                      <option key={id} value={id}>
                        {known(id)}
                      </option>
                    ))}
                  </select>
                ) : (
                  known(teacher)
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
