/** From one school year to the next: a plan to look at, to change and to confirm. */
import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { Button, Card, Confirm, Notice, Switch, TextField } from "../../ui";
import { promote, promotion, type Register, type Step } from "./data";
import { useAct } from "./useAct";

const YEAR = /^[0-9]{4}-[0-9]{4}$/;

export function NewYear({ onChanged }: { onChanged: (next: Register) => void }) {
  const [year, setYear] = useState("");
  const [steps, setSteps] = useState<Step[] | null>(null);
  const [begun, setBegun] = useState("");
  const act = useAct();
  const show = (event: Event) => {
    event.preventDefault();
    setBegun("");
    act.run(async () => setSteps((await promotion(year)).steps));
  };
  const confirm = () =>
    act.run(async () => {
      const asked = (steps ?? []).map(({ class_id, to, keeps_homeroom }) => ({
        class_id,
        to: to?.trim() || null,
        keeps_homeroom,
      }));
      const next = await promote(year, asked);
      setSteps(null);
      setBegun(year);
      onChanged(next);
    });
  return (
    <Card title={t("register.year")}>
      <p class="muted">{t("register.year_hint")}</p>
      <form class="register-search" onSubmit={show}>
        <TextField
          label={t("register.next_year")}
          hint={t("register.next_year_hint")}
          value={year}
          maxLength={9}
          onValue={(value) => {
            setYear(value);
            setSteps(null);
          }}
        />
        <Button type="submit" busy={act.busy} disabled={!YEAR.test(year)} testId="year-plan">
          {t("register.show_plan")}
        </Button>
      </form>
      {act.failure && <Notice tone="bad">{act.failure}</Notice>}
      {begun && <Notice tone="good">{t("register.promoted", { year: begun })}</Notice>}
      {steps?.length === 0 && <Notice>{t("register.nothing_to_promote")}</Notice>}
      {steps !== null && steps.length > 0 && (
        <Steps steps={steps} busy={act.busy} onSteps={setSteps} onConfirm={confirm} />
      )}
    </Card>
  );
}

interface StepsProps {
  steps: Step[];
  busy: boolean;
  onSteps: (steps: Step[]) => void;
  onConfirm: () => void;
}

function Steps({ steps, busy, onSteps, onConfirm }: StepsProps) {
  const set = (next: Step) => onSteps(steps.map((one) => (one.class_id === next.class_id ? next : one)));
  return (
    <>
      <HomeroomsOfAll steps={steps} onSteps={onSteps} />
      <div class="register-fields">
        {steps.map((step) => (
          <OneStep key={step.class_id} step={step} onStep={set} />
        ))}
      </div>
      <Confirm
        kind="primary"
        question={t("register.promote_ask")}
        confirm={t("register.promote")}
        busy={busy}
        testId="year-begin"
        onConfirm={onConfirm}
      >
        {t("register.promote")}
      </Confirm>
    </>
  );
}

/** What a class becomes, and whether its homeroom teacher goes up with it. */
function OneStep({ step, onStep }: { step: Step; onStep: (step: Step) => void }) {
  return (
    <div>
      <TextField
        label={t("register.becomes", { name: step.code, n: step.pupils })}
        value={step.to ?? ""}
        maxLength={20}
        onValue={(to) => onStep({ ...step, to })}
      />
      {step.homeroom !== null && step.to?.trim() && (
        <Switch
          on={step.keeps_homeroom}
          label={t("register.keeps_homeroom", { name: step.homeroom_name })}
          testId="year-homeroom"
          onChange={(keeps) => onStep({ ...step, keeps_homeroom: keeps })}
        />
      )}
    </div>
  );
}

function HomeroomsOfAll({ steps, onSteps }: { steps: Step[]; onSteps: (steps: Step[]) => void }) {
  const led = steps.filter(({ homeroom, to }) => homeroom !== null && to?.trim());
  const kept = led.filter(({ keeps_homeroom }) => keeps_homeroom);
  if (led.length === 0) return null;
  const keepAll = (keeps: boolean) => onSteps(steps.map((one) => ({ ...one, keeps_homeroom: keeps })));
  return (
    <>
      <Notice silent>{t("register.homerooms", { kept: kept.length, n: led.length })}</Notice>
      <div class="row">
        <Button size="small" testId="year-homerooms-none" onClick={() => keepAll(false)}>
          {t("register.homerooms_none")}
        </Button>
        <Button size="small" onClick={() => keepAll(true)}>
          {t("register.homerooms_all")}
        </Button>
      </div>
    </>
  );
}
