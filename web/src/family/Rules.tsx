/** Nội quy dạy học trực tuyến: read, and accepted once a version. */
import { useState } from "preact/hooks";
import { t } from "../i18n";
import { Button, Card, CheckIcon, Notice } from "../ui";
import { acceptRules, type FamilyHome } from "./data";
import { Became, useDoing } from "./doing";

export function Rules({ token, of }: { token: string; of: FamilyHome["rules"] }) {
  const [read, setRead] = useState(of?.read ?? false);
  const doing = useDoing();
  if (of === null)
    return (
      <Card title={t("family.rules")}>
        <p class="muted">{t("family.rules_none")}</p>
      </Card>
    );
  const { title, rules, version } = of.rules;
  const accept = async () => {
    if (await doing.run(() => acceptRules(token, version), "")) setRead(true);
  };
  return (
    <Card title={title}>
      <ol class="rules">
        {rules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ol>
      {read ? (
        <Notice tone="good">{t("family.rules_read")}</Notice>
      ) : (
        <div>
          <Button icon={<CheckIcon />} busy={doing.busy} testId="rules-accept" onClick={accept}>
            {t("family.rules_agree")}
          </Button>
        </div>
      )}
      <Became of={doing} />
    </Card>
  );
}
