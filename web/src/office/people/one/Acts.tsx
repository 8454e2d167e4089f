/** What is done with somebody besides changing fields: another class, another code, leaving, coming back. */
import { useState } from "preact/hooks";
import { t } from "../../../i18n";
import { Button, Card, Notice, SelectField, Switch, TextField } from "../../../ui";
import { comeBack, leave, move, type Register, setCode, type Whole } from "../data";
import { useAct } from "../useAct";
import { Citizen } from "./Citizen";

export interface ActsProps {
  now: Whole;
  all: Register;
  onDone: (next: Whole) => void;
}

export function Acts({ now, all, onDone }: ActsProps) {
  const { active, kind } = now.person;
  return (
    <Card>
      {active && kind === "student" && <Move now={now} all={all} onDone={onDone} />}
      <Code now={now} all={all} onDone={onDone} />
      {now.citizen_ids && <Citizen now={now} onDone={onDone} />}
      {active ? (
        <Leave now={now} all={all} onDone={onDone} />
      ) : (
        <Return now={now} all={all} onDone={onDone} />
      )}
    </Card>
  );
}

function Move({ now, all, onDone }: ActsProps) {
  const [to, setTo] = useState("");
  const [why, setWhy] = useState("");
  const [inOrder, setInOrder] = useState(false);
  const act = useAct();
  const others = all.classes.filter(({ active, id }) => active && id !== now.person.class_id);
  return (
    <details class="register-act">
      <summary>{t("register.move")}</summary>
      <div class="stack">
        {act.failure && <Notice tone="bad">{act.failure}</Notice>}
        <SelectField
          label={t("register.move_to")}
          value={to}
          options={[{ value: "", text: "–" }, ...others.map(({ id, code }) => ({ value: id, text: code }))]}
          onValue={setTo}
        />
        <TextField label={t("register.why")} value={why} maxLength={300} onValue={setWhy} />
        <Switch on={inOrder} label={t("register.in_order")} onChange={setInOrder} />
        <div>
          <Button
            busy={act.busy}
            disabled={to === ""}
            testId="person-move"
            onClick={() => act.run(async () => onDone(await move(now.person.id, to, why, inOrder)))}
          >
            {t("register.move")}
          </Button>
        </div>
      </div>
    </details>
  );
}

function Code({ now, onDone }: ActsProps) {
  const [code, setCodeText] = useState(now.person.moet_id ?? "");
  const [why, setWhy] = useState("");
  const act = useAct();
  return (
    <details class="register-act">
      <summary>{t("register.code")}</summary>
      <div class="stack">
        {act.failure && <Notice tone="bad">{act.failure}</Notice>}
        <TextField
          label={t("register.moet")}
          hint={t("register.moet_hint")}
          value={code}
          error={act.wrong("moet_id")}
          maxLength={20}
          onValue={setCodeText}
        />
        <TextField label={t("register.why")} value={why} required maxLength={300} onValue={setWhy} />
        <div>
          <Button
            busy={act.busy}
            disabled={why.trim().length < 3}
            testId="person-code"
            onClick={() => act.run(async () => onDone(await setCode(now.person.id, code, why.trim())))}
          >
            {t("register.save")}
          </Button>
        </div>
      </div>
    </details>
  );
}

function Leave({ now, onDone }: ActsProps) {
  const [day, setDay] = useState("");
  const [why, setWhy] = useState("");
  const act = useAct();
  return (
    <details class="register-act">
      <summary>{t("register.leave")}</summary>
      <div class="stack">
        <p class="muted small">{t("register.leave_hint")}</p>
        {act.failure && <Notice tone="bad">{act.failure}</Notice>}
        <TextField label={t("register.leave_day")} type="date" value={day} onValue={setDay} />
        <TextField label={t("register.why")} value={why} maxLength={300} onValue={setWhy} />
        <div>
          <Button
            kind="danger"
            busy={act.busy}
            testId="person-leave"
            onClick={() => act.run(async () => onDone(await leave(now.person.id, why, day)))}
          >
            {t("register.leave")}
          </Button>
        </div>
      </div>
    </details>
  );
}

function Return({ now, onDone }: ActsProps) {
  const act = useAct();
  return (
    <div>
      {act.failure && <Notice tone="bad">{act.failure}</Notice>}
      <Button
        busy={act.busy}
        testId="person-return"
        onClick={() => act.run(async () => onDone(await comeBack(now.person.id)))}
      >
        {t("register.return")}
      </Button>
    </div>
  );
}
