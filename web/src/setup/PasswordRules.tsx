/** What a new password must be like, each rule marked as met while one types. */
import { t } from "../i18n";
import { CheckIcon, ClockIcon } from "../ui";
import { passwordRules, SHORTEST_PASSWORD } from "./rules";
import "./setup.css";

export function PasswordRules({ password, login }: { password: string; login: string }) {
  const met = passwordRules(password, login);
  const rules = [
    { met: met.length, text: t("setup.rule_length", { n: SHORTEST_PASSWORD }) },
    { met: met.varied, text: t("setup.rule_varied") },
    { met: met.name, text: t("setup.rule_name") },
  ];
  return (
    <>
      <ul class="rules">
        {rules.map((rule) => (
          <li key={rule.text} class={rule.met ? "rule-met" : undefined}>
            {rule.met ? <CheckIcon size="1.1em" /> : <ClockIcon size="1.1em" />}
            {rule.text}
            <span class="said">: {t(rule.met ? "setup.rule_met" : "setup.rule_open")}</span>
          </li>
        ))}
      </ul>
      <p>{t("setup.advice")}</p>
    </>
  );
}
