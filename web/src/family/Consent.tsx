/** Whether the pupil may be recorded: the words, the answer now, the earlier ones. */
import { useState } from "preact/hooks";
import { t } from "../i18n";
import { formatDate, formatTime } from "../i18n/format";
import { Button, Card, Confirm } from "../ui";
import { type Answered, answerConsent, type FamilyConsent } from "./data";
import { Became, useDoing } from "./doing";

export function Consent({ token, of }: { token: string; of: FamilyConsent }) {
  const [kept, setKept] = useState(of);
  const doing = useDoing();
  const answer = (wanted: "dong_y" | "khong_dong_y" | "da_rut") =>
    doing.run(async () => setKept(await answerConsent(token, wanted)), t("family.saved"));
  const agreed = kept.answer === "dong_y";
  return (
    <Card title={t("family.consent")}>
      <p class="paragraphs">{kept.text || t("family.consent_text")}</p>
      <p class="muted">{kept.recorded ? t("family.recorded_on") : t("family.recorded_off")}</p>
      <p data-testid="consent-now">
        <strong>{t("family.consent_now", { answer: t(`consent.${kept.answer}`) })}</strong>
      </p>
      <div class="row">
        {agreed ? (
          <Confirm
            question={t("family.withdraw_ask")}
            confirm={t("family.withdraw")}
            busy={doing.busy}
            testId="consent-withdraw"
            onConfirm={() => void answer("da_rut")}
          >
            {t("family.withdraw")}
          </Confirm>
        ) : (
          <>
            <Button kind="primary" busy={doing.busy} testId="consent-yes" onClick={() => answer("dong_y")}>
              {t("family.agree")}
            </Button>
            {kept.answer === "chua_tra_loi" && (
              <Button busy={doing.busy} testId="consent-no" onClick={() => answer("khong_dong_y")}>
                {t("family.decline")}
              </Button>
            )}
          </>
        )}
      </div>
      <Became of={doing} />
      <History all={kept.answers} />
    </Card>
  );
}

/** Newest first. */
export function History({ all }: { all: readonly Answered[] }) {
  if (all.length === 0) return null;
  return (
    <details>
      <summary>{t("family.history")}</summary>
      <ul class="family-lines">
        {[...all].reverse().map((one) => (
          <li key={one.at}>
            {`${formatDate(one.at)} ${formatTime(one.at)} · ${t(`consent.${one.answer}`)} · ${t(`family.by_${one.told_by}`)}`}
            {one.note && ` · ${one.note}`}
          </li>
        ))}
      </ul>
    </details>
  );
}
