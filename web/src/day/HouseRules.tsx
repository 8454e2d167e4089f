/** Nội quy dạy học trực tuyến before the first lesson under a version: read, then one goes in. */
import { useState } from "preact/hooks";
import { problemText } from "../api/problem";
import type { HouseRules as Rules } from "../family/data";
import { t } from "../i18n";
import { givenName } from "../i18n/names";
import { smallChildren } from "../i18n/words";
import type { Sibling } from "../lib/siblings";
import { Button, CheckIcon, ClockIcon, Dialog, HandIcon, MicOffIcon, Notice } from "../ui/parts";

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
        <Read rules={rules} />
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

interface ForTwoProps {
  of: Rules;
  /** Who has not read them yet. */
  readers: readonly Sibling[];
  onAccept: (one: Sibling) => Promise<void>;
  /** Each has accepted. */
  onDone: () => void;
  onClose: () => void;
}

/** The same before two go in together: each accepts for themself. */
export function HouseRulesForTwo({ of: { title, rules }, readers, onAccept, onDone, onClose }: ForTwoProps) {
  const [accepted, setAccepted] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const accept = async (one: Sibling) => {
    setBusy(one.person);
    setFailure(null);
    try {
      await onAccept(one);
      const all = new Set(accepted).add(one.person);
      setAccepted(all);
      if (all.size === readers.length) onDone();
    } catch (error) {
      setFailure(error);
    }
    setBusy(null);
  };
  return (
    <Dialog title={title} testId="house-rules" onClose={onClose}>
      <div class="stack">
        <Read rules={rules} />
        <p>{t("day.rules_each")}</p>
        {failure !== null && <Notice tone="bad">{problemText(failure)}</Notice>}
        {readers.map((one) =>
          accepted.has(one.person) ? (
            <Notice key={one.person} tone="good">
              {t("day.rules_accepted_by", { name: givenName(one.name) })}
            </Notice>
          ) : (
            <Button
              key={one.person}
              kind="primary"
              size="big"
              wide
              icon={<CheckIcon />}
              busy={busy === one.person}
              disabled={busy !== null && busy !== one.person}
              testId="house-rules-accept"
              onClick={() => void accept(one)}
            >
              {t("day.rules_accept_by", { name: givenName(one.name) })}
            </Button>
          ),
        )}
      </div>
    </Dialog>
  );
}

function Read({ rules }: { rules: readonly string[] }) {
  return (
    <>
      {smallChildren.value && <Pictures />}
      <ol class="rules">
        {rules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ol>
    </>
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
