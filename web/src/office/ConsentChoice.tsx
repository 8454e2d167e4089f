/** Whether somebody agreed to be recorded, as the office keeps it; saved when it is changed. */
import { useState } from "preact/hooks";
import { problemText } from "../api/problem";
import { t } from "../i18n";
import { Notice } from "../ui";
import { CONSENTS, type Consent, saveConsent } from "./data";
import { may, noticeSignedOut } from "./frame/session";

export function ConsentChoice({ person, name, consent }: { person: string; name: string; consent: Consent }) {
  const [kept, setKept] = useState(consent);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const choose = async (wanted: Consent) => {
    setBusy(true);
    setFailure(null);
    try {
      await saveConsent(person, wanted);
      setKept(wanted);
    } catch (error) {
      if (!noticeSignedOut(error)) setFailure(error);
    }
    setBusy(false);
  };
  return (
    <div class="consent" data-consent={kept}>
      <select
        class="control"
        aria-label={t("consent.of", { name })}
        aria-busy={busy || undefined}
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
      {failure !== null && <Notice tone="bad">{problemText(failure)}</Notice>}
    </div>
  );
}
