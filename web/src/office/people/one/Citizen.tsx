/** Số định danh cá nhân: kept only where the school says so; each look stands in the log. */
import { useState } from "preact/hooks";
import { t } from "../../../i18n";
import { Button, EyeIcon, Notice, TextField } from "../../../ui";
import { reveal, setCitizen, type Whole } from "../data";
import { useAct } from "../useAct";

export function Citizen({ now, onDone }: { now: Whole; onDone: (next: Whole) => void }) {
  const [number, setNumber] = useState("");
  const [why, setWhy] = useState("");
  const [shown, setShown] = useState<string | null>(null);
  const act = useAct();
  const show = () =>
    act.run(async () => setShown((await reveal(now.person.id)).number ?? t("register.no_citizen")));
  return (
    <details class="register-act">
      <summary>{t("register.citizen")}</summary>
      <div class="stack">
        <p class="muted small">{t("register.citizen_hint")}</p>
        {act.failure && <Notice tone="bad">{act.failure}</Notice>}
        <div class="row">
          <Button icon={<EyeIcon />} busy={act.busy} testId="citizen-show" onClick={show}>
            {t("register.reveal")}
          </Button>
          <output class="numbers">{shown}</output>
        </div>
        <TextField
          label={t("register.citizen")}
          value={number}
          error={act.wrong("citizen_id")}
          maxLength={20}
          onValue={setNumber}
        />
        <TextField label={t("register.why")} value={why} required maxLength={300} onValue={setWhy} />
        <div>
          <Button
            busy={act.busy}
            disabled={why.trim().length < 3}
            onClick={() => act.run(async () => onDone(await setCitizen(now.person.id, number, why.trim())))}
          >
            {t("register.save")}
          </Button>
        </div>
      </div>
    </details>
  );
}
