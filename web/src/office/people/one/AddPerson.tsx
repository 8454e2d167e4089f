/** Entering somebody by hand. */
import { useState } from "preact/hooks";
import { t } from "../../../i18n";
import { Button, Card, Notice, SelectField, TextField } from "../../../ui";
import { add, type Kind, type Register } from "../data";
import { useAct } from "../useAct";
import { EMPTY, fieldsOf, PersonFields } from "./PersonFields";

const KINDS = ["student", "teacher", "staff"] as const;

export interface AddPersonProps {
  all: Register;
  /** The class that is looked at, "" for none. */
  classId: string;
  /** The new person's id; null: nobody was entered. */
  onDone: (id: string | null) => void;
}

export function AddPerson({ all, classId, onDone }: AddPersonProps) {
  const classes = all.classes.filter(({ active }) => active);
  const [kind, setKind] = useState<Kind>("student");
  const [draft, setDraft] = useState(EMPTY);
  const [inClass, setInClass] = useState(classId || (classes[0]?.id ?? ""));
  const [moet, setMoet] = useState("");
  const act = useAct();
  const submit = (event: Event) => {
    event.preventDefault();
    act.run(async () => {
      const class_id = kind === "student" ? inClass : null;
      const made = await add({ kind, fields: fieldsOf(draft, EMPTY, kind), class_id, moet_id: moet });
      onDone(made.person.id);
    });
  };
  return (
    <Card title={t("register.add")}>
      <form class="stack" onSubmit={submit}>
        {act.failure && <Notice tone="bad">{act.failure}</Notice>}
        <div class="register-fields">
          <SelectField
            label={t("register.kind")}
            value={kind}
            options={KINDS.map((one) => ({ value: one, text: t(`register.kind.${one}`) }))}
            onValue={(one) => setKind(one as Kind)}
          />
          {kind === "student" && (
            <SelectField
              label={t("register.class")}
              value={inClass}
              error={act.wrong("class_id")}
              options={classes.map(({ id, code }) => ({ value: id, text: code }))}
              onValue={setInClass}
            />
          )}
          <TextField
            label={t("register.moet")}
            hint={kind === "student" ? t("register.moet_hint") : ""}
            value={moet}
            error={act.wrong("moet_id")}
            maxLength={20}
            onValue={setMoet}
          />
        </div>
        <PersonFields kind={kind} draft={draft} all={all} act={act} onDraft={setDraft} />
        <div class="row">
          <Button kind="primary" type="submit" busy={act.busy} testId="person-save">
            {t("register.save")}
          </Button>
          <Button onClick={() => onDone(null)}>{t("common.cancel")}</Button>
        </div>
      </form>
    </Card>
  );
}
