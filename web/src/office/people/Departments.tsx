/** Departments (tổ chuyên môn) and their heads. */
import { useState } from "preact/hooks";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { fullName } from "../../i18n/names";
import { Button, Card, Confirm, Notice, SelectField, TextField } from "../../ui";
import { type Teacher, teachers } from "../data";
import { Listed } from "../frame/Listed";
import type { PartProps } from "./Classes";
import { addDepartment, changeDepartment, type Department, removeDepartment } from "./data";
import { useAct } from "./useAct";

export function Departments({ all, onChanged }: PartProps) {
  const loaded = useLoad("teachers", teachers);
  return (
    <Card title={t("register.departments")}>
      <Listed from={loaded}>
        {(staff) => (
          <div class="stack">
            {all.departments.map((one) => (
              <OneDepartment key={JSON.stringify(one)} one={one} staff={staff} onChanged={onChanged} />
            ))}
            <OneDepartment key={all.departments.length} one={null} staff={staff} onChanged={onChanged} />
          </div>
        )}
      </Listed>
    </Card>
  );
}

interface OneDepartmentProps extends Pick<PartProps, "onChanged"> {
  /** Null: a new one. */
  one: Department | null;
  staff: Teacher[];
}

function OneDepartment({ one, staff, onChanged }: OneDepartmentProps) {
  const [name, setName] = useState(one?.name ?? "");
  const [head, setHead] = useState(one?.head_id ?? "");
  const act = useAct();
  const save = (event: Event) => {
    event.preventDefault();
    const body = { name, head_id: head || null };
    act.run(async () => onChanged(await (one ? changeDepartment(one.id, body) : addDepartment(body))));
  };
  return (
    <form class="register-search" onSubmit={save}>
      <TextField
        label={one ? t("register.department_name") : t("register.add_department")}
        value={name}
        error={act.wrong("name")}
        required
        maxLength={100}
        onValue={setName}
      />
      <SelectField
        label={t("register.head")}
        value={head}
        error={act.wrong("head_id")}
        options={[
          { value: "", text: t("register.none") },
          ...staff.map((each) => ({ value: each.id, text: fullName(each) })),
        ]}
        onValue={setHead}
      />
      <Button
        type="submit"
        busy={act.busy}
        label={one ? t("register.save_of", { name: one.name }) : undefined}
        testId={one ? undefined : "department-add"}
      >
        {one ? t("register.save") : t("register.add_department")}
      </Button>
      {one && (
        <Confirm
          question={t("register.remove_ask", { name: one.name })}
          confirm={t("register.remove")}
          onConfirm={() => act.run(async () => onChanged(await removeDepartment(one.id)))}
        >
          {t("register.remove")}
        </Confirm>
      )}
      {act.failure && <Notice tone="bad">{act.failure}</Notice>}
    </form>
  );
}
