/** The class's pupils: who has a card, who is locked out; cards for who is ticked. */
import { useState } from "preact/hooks";
import { problemText } from "../../api/problem";
import { t } from "../../i18n";
import { formatDay } from "../../i18n/format";
import { Button, Confirm, KeyIcon, Notice, PrintIcon } from "../../ui";
import { type Key, type PupilWay, unlock } from "./data";

interface PupilWaysProps {
  pupils: readonly PupilWay[];
  token: Key;
  /** Null: for all who have no card. */
  onIssue: (people: readonly string[] | null) => Promise<void>;
  onChanged: () => void;
}

export function PupilWays({ pupils, token, onIssue, onChanged }: PupilWaysProps) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [failure, setFailure] = useState<unknown>(null);
  const without = pupils.filter(({ issued_at }) => issued_at === null).length;
  const tick = (person: string) => {
    const next = new Set(ticked);
    if (!next.delete(person)) next.add(person);
    setTicked(next);
  };
  const open = async (person: string) => {
    setFailure(null);
    try {
      await unlock(person, token);
      onChanged();
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <section class="stack" aria-labelledby="cards">
      <h3 id="cards">{t("ways.cards")}</h3>
      <p class="muted">{t("ways.cards_hint")}</p>
      {failure !== null && <Notice tone="bad">{problemText(failure)}</Notice>}
      <div class="row">
        {without > 0 && (
          <Button icon={<PrintIcon />} testId="cards-missing" onClick={() => onIssue(null)}>
            {t("ways.cards_missing", { n: without })}
          </Button>
        )}
        {ticked.size > 0 && <Again count={ticked.size} onIssue={() => onIssue([...ticked])} />}
      </div>
      <ul class="ways-pupils">
        {pupils.map((pupil) => (
          <li key={pupil.person}>
            <Line pupil={pupil} ticked={ticked.has(pupil.person)} onTick={tick} onOpen={open} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Again({ count, onIssue }: { count: number; onIssue: () => void }) {
  return (
    <Confirm
      icon={<PrintIcon />}
      question={t("ways.cards_ask", { n: count })}
      confirm={t("ways.cards_yes")}
      testId="cards-ticked"
      onConfirm={onIssue}
    >
      {t("ways.cards_ticked", { n: count })}
    </Confirm>
  );
}

interface LineProps {
  pupil: PupilWay;
  ticked: boolean;
  onTick: (person: string) => void;
  onOpen: (person: string) => void;
}

function Line({ pupil: { person, stt, name, issued_at, tries, locked }, ticked, onTick, onOpen }: LineProps) {
  return (
    <>
      <label class="ways-pupil">
        <input type="checkbox" checked={ticked} onChange={() => onTick(person)} />
        <span class="numbers muted">{stt}</span>
        <span>{name}</span>
      </label>
      <span class="small muted">
        {issued_at === null ? t("ways.no_card") : t("ways.card_of", { day: formatDay(issued_at) })}
        {locked && ` · ${t("ways.locked")}`}
        {tries > 0 && !locked && ` · ${t("ways.tries", { n: tries })}`}
      </span>
      {locked && (
        <Button
          size="small"
          icon={<KeyIcon />}
          label={t("ways.unlock_of", { name })}
          onClick={() => onOpen(person)}
        >
          {t("ways.unlock")}
        </Button>
      )}
    </>
  );
}
