/** Cards just issued, on screen and on paper: ten to a sheet of A4. They are shown this once; nothing keeps them. */
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../i18n";
import { BackIcon, Button, Notice, PrintIcon } from "../../ui";
import { usePaper } from "../frame/paper";
import type { Cards, NewCard } from "./data";

export function CardSheet({ sheet, onClose }: { sheet: Cards; onClose: () => void }) {
  usePaper(sheet, () => <Sheet sheet={sheet} />);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div class="stack ways">
      <h3 ref={heading} tabIndex={-1}>
        {t("cards.title", { n: sheet.cards.length, name: sheet.class_name })}
      </h3>
      <Notice tone="warn" silent>
        {t("cards.once")}
      </Notice>
      <div class="row">
        <Button kind="primary" icon={<PrintIcon />} testId="cards-print" onClick={() => print()}>
          {t("cards.print")}
        </Button>
        <Button icon={<BackIcon />} onClick={onClose}>
          {t("cards.close")}
        </Button>
      </div>
      <Sheet sheet={sheet} />
    </div>
  );
}

function Sheet({ sheet: { school, class_name, cards } }: { sheet: Cards }) {
  return (
    <ul class="cards" data-testid="cards">
      {cards.map((card) => (
        <li key={card.person}>
          <PrintedCard card={card} school={school} class_name={class_name} />
        </li>
      ))}
    </ul>
  );
}

interface PrintedCardProps {
  card: NewCard;
  school: string;
  class_name: string;
}

function PrintedCard({ card, school, class_name }: PrintedCardProps) {
  return (
    <article class="pupil-card">
      <div>
        <p class="pupil-card-school">{school}</p>
        <p class="pupil-card-name">{card.name}</p>
        <p>{t("cards.line", { name: class_name, n: card.stt })}</p>
        <p>
          {t("cards.pin")} <strong class="pupil-card-pin numbers">{card.pin}</strong>
        </p>
        <p class="pupil-card-how">{t("cards.how")}</p>
      </div>
      <img src={card.qr} alt={t("cards.qr", { name: card.name })} width="120" height="120" />
    </article>
  );
}
