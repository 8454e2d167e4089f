/** From one school year to the next: a plan to look at, to change and to confirm. */
import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { Button, Card, Confirm, Notice, TextField } from "../../ui";
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
      const asked = (steps ?? []).map(({ class_id, to }) => ({ class_id, to: to?.trim() || null }));
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
        <>
          <div class="register-fields">
            {steps.map((step) => (
              <TextField
                key={step.class_id}
                label={t("register.becomes", { name: step.code, n: step.pupils })}
                value={step.to ?? ""}
                maxLength={20}
                onValue={(to) =>
                  setSteps(steps.map((one) => (one.class_id === step.class_id ? { ...one, to } : one)))
                }
              />
            ))}
          </div>
          <Confirm
            kind="primary"
            question={t("register.promote_ask")}
            confirm={t("register.promote")}
            busy={act.busy}
            testId="year-begin"
            onConfirm={confirm}
          >
            {t("register.promote")}
          </Confirm>
        </>
      )}
    </Card>
  );
}
