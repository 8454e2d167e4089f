/**
 * A new card for one pupil in the middle of a lesson, in two taps: the pupil's other devices end at once, the new QR
 * and PIN stand on the teacher's screen until they are closed.
 */
import { useState } from "preact/hooks";
import { codeOf, problemText } from "../../api/problem";
import { t } from "../../i18n";
import { cardAgain, type NewCard } from "../../office/ways/data";
import { Button, Confirm, KeyIcon, Notice } from "../../ui/parts";

interface CardAgainProps {
  lesson: string;
  /** The teacher's join token. */
  token: string;
  person: string;
  name: string;
}

export function CardAgain({ lesson, token, person, name }: CardAgainProps) {
  const [card, setCard] = useState<NewCard | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const issue = async () => {
    setBusy(true);
    setFailure(null);
    try {
      setCard((await cardAgain(lesson, person, token)).cards[0] ?? null);
    } catch (error) {
      setFailure(error);
    }
    setBusy(false);
  };
  if (card) return <Shown card={card} onClose={() => setCard(null)} />;
  return (
    <div class="card-again">
      {failure !== null && (
        <Notice tone="bad">
          {codeOf(failure) === "not_allowed" ? t("cards.homeroom_only") : problemText(failure)}
        </Notice>
      )}
      <Confirm
        icon={<KeyIcon />}
        size="small"
        busy={busy}
        question={t("cards.again_ask", { name })}
        confirm={t("cards.again_yes")}
        testId="card-again"
        onConfirm={issue}
      >
        {t("cards.again")}
      </Confirm>
    </div>
  );
}

function Shown({ card, onClose }: { card: NewCard; onClose: () => void }) {
  return (
    <div class="card-again" role="status" data-testid="new-card">
      <strong>{t("cards.again_title", { name: card.name })}</strong>
      <img src={card.qr} alt={t("cards.qr", { name: card.name })} width="200" height="200" />
      <p>
        {t("cards.pin")} <strong class="numbers">{card.pin}</strong>
      </p>
      <p class="small muted">{t("cards.again_how")}</p>
      <Button size="small" onClick={onClose}>
        {t("common.close")}
      </Button>
    </div>
  );
}
