/** Whether somebody agreed to be recorded, as the office keeps it; saved when it is changed. */
import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { Notice } from "../../ui";
import { CONSENTS, type Consent } from "../data";
import { may } from "../frame/session";
import { saveConsent } from "./data";
import { useAct } from "./useAct";

export function ConsentChoice({ person, name, consent }: { person: string; name: string; consent: Consent }) {
  const [kept, setKept] = useState(consent);
  const act = useAct();
  const choose = (wanted: Consent) =>
    act.run(async () => {
      await saveConsent(person, wanted);
      setKept(wanted);
    });
  return (
    <div class="consent" data-consent={kept}>
      <select
        class="control"
        aria-label={t("consent.of", { name })}
        aria-busy={act.busy || undefined}
        disabled={!may("consents.write")}
        value={kept}
        data-testid="consent"
        onChange={(event) => void choose(event.currentTarget.value as Consent)}
      >
        {CONSENTS.map((one) => (
          <option key={one} value={one}>
            {t(`consent.${one}`)}
          </option>
        ))}
      </select>
      {act.failure && <Notice tone="bad">{act.failure}</Notice>}
    </div>
  );
}
