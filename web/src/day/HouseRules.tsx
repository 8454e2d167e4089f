/** Nội quy dạy học trực tuyến before the first lesson under a version: read, then one goes in. */
import { useState } from "preact/hooks";
import { problemText } from "../api/problem";
import type { HouseRules as Rules } from "../family/data";
import { t } from "../i18n";
import { smallChildren } from "../i18n/words";
import { Button, CheckIcon, ClockIcon, Dialog, HandIcon, MicOffIcon, Notice } from "../ui";

interface HouseRulesProps {
  of: Rules;
  onAccept: () => Promise<void>;
  onClose: () => void;
}

export function HouseRules({ of: { title, rules }, onAccept, onClose }: HouseRulesProps) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const accept = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await onAccept();
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} testId="house-rules" onClose={onClose}>
      <div class="stack">
        {smallChildren.value && <Pictures />}
        <ol class="rules">
          {rules.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ol>
        {failure !== null && <Notice tone="bad">{problemText(failure)}</Notice>}
        <Button
          kind="primary"
          size="big"
          wide
          icon={<CheckIcon />}
          busy={busy}
          testId="house-rules-accept"
          onClick={accept}
        >
          {t("day.rules_accept")}
        </Button>
      </div>
    </Dialog>
  );
}

/** For who cannot read much yet: the three that matter most. */
function Pictures() {
  return (
    <ul class="rules-pictures">
      <li>
        <ClockIcon size="2.5rem" />
        {t("day.rules_time")}
      </li>
      <li>
        <HandIcon size="2.5rem" />
        {t("day.rules_hand")}
      </li>
      <li>
        <MicOffIcon size="2.5rem" />
        {t("day.rules_mic")}
      </li>
    </ul>
  );
}
