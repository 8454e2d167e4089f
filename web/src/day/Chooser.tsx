/** Several pupils at one device: who learns now? Two of them in one lesson may go in together. */
import { useState } from "preact/hooks";
import { call } from "../api/call";
import { codeOf, problemText } from "../api/problem";
import type { Day } from "../api/types";
import { useLoad } from "../api/useLoad";
import { t } from "../i18n";
import { givenName } from "../i18n/names";
import type { Sibling } from "../lib/siblings";
import { Button, CheckIcon, Confirm, Notice, Page, PlayIcon } from "../ui/parts";
import { AddSibling } from "./AddSibling";
import { enterTogether } from "./entering";
import { FINAL } from "./final";
import { HouseRulesForTwo } from "./HouseRules";
import { Picture } from "./Picture";
import { clashing, lessonNow, type Pair, pairs, type RulesDue, rulesDue, type SiblingDay } from "./together";
import { acceptRules, ask } from "./told";

const EVERY_MS = 30_000;

interface ChooserProps {
  all: readonly Sibling[];
  onChoose: (one: Sibling) => void;
  onForget: (one: Sibling) => void;
}

export function Chooser({ all, onChoose, onForget }: ChooserProps) {
  const key = all.map(({ token }) => token).join(" ");
  const { value } = useLoad(key, () => Promise.all(all.map(dayOf)), EVERY_MS);
  const [removing, setRemoving] = useState(false);
  const days: readonly Known[] = value ?? all.map((one) => ({ ...one, day: null, over: false }));
  const clash = clashing(days);
  return (
    <Page title={t("siblings.who")} narrow>
      <div class="stack">
        <h1>{t("siblings.who")}</h1>
        {pairs(days).map((pair) => (
          <Together key={pair.map(({ sibling }) => sibling.person).join(" ")} pair={pair} />
        ))}
        {clash.length > 0 && (
          <Notice tone="warn" title={t("siblings.clash_title")}>
            <p>
              {t("siblings.clash", {
                people: clash.map(({ sibling }) => givenName(sibling.name)).join(", "),
              })}
            </p>
          </Notice>
        )}
        <ul class="siblings" data-testid="siblings">
          {days.map((one) => (
            <li key={one.person}>
              {removing ? (
                <Removal one={one} onForget={onForget} />
              ) : (
                <Choice one={one} onChoose={onChoose} />
              )}
            </li>
          ))}
        </ul>
        <AddSibling />
        <Button
          kind="plain"
          icon={removing ? <CheckIcon /> : undefined}
          onClick={() => setRemoving(!removing)}
        >
          {removing ? t("siblings.remove_done") : t("siblings.remove")}
        </Button>
      </div>
    </Page>
  );
}

/** `over`: the token opens nothing any more. */
interface Known extends SiblingDay {
  over: boolean;
}

async function dayOf(one: Sibling): Promise<Known> {
  try {
    return { ...one, day: await call<Day>("/day", { token: one.token }), over: false };
  } catch (error) {
    return { ...one, day: null, over: FINAL.has(codeOf(error)) };
  }
}

function Choice({ one, onChoose }: { one: Known; onChoose: ChooserProps["onChoose"] }) {
  const lesson = lessonNow(one.day);
  return (
    <button type="button" class="sibling" disabled={one.over} onClick={() => onChoose(one)}>
      <Picture person={one.person} name={one.name} />
      <span>
        <strong>{one.name}</strong>
        {lesson && (
          <span class="small muted">
            {t("siblings.now", { lesson: `${lesson.subject} ${lesson.class_name}` })}
          </span>
        )}
        {one.over && <span class="small">{t("siblings.again")}</span>}
      </span>
    </button>
  );
}

function Removal({ one, onForget }: { one: Known; onForget: ChooserProps["onForget"] }) {
  const name = givenName(one.name);
  return (
    <div class="sibling">
      <Picture person={one.person} name={one.name} />
      <Confirm
        question={t("siblings.remove_ask", { name })}
        confirm={t("siblings.remove_yes")}
        onConfirm={() => onForget(one)}
      >
        {t("siblings.remove_one", { name: one.name })}
      </Confirm>
    </div>
  );
}

function Together({ pair }: { pair: Pair }) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [one, two] = pair;
  const names = { one: givenName(one.sibling.name), two: givenName(two.sibling.name) };
  const lesson = `${one.lesson.subject} ${one.lesson.class_name}`;
  const [due, setDue] = useState<RulesDue | null>(null);
  const enter = async (read = false) => {
    setBusy(true);
    setFailure(null);
    setDue(null);
    try {
      const told = read ? [] : await Promise.all(pair.map(({ sibling }) => ask(sibling.token)));
      const first = rulesDue(
        pair,
        told.map(({ rules }) => rules),
      );
      if (first === null) return await enterTogether(pair);
      setDue(first);
      setBusy(false);
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  };
  return (
    <section class="card together" aria-label={t("siblings.both")}>
      <div class="together-who">
        <Picture {...one.sibling} />
        <Picture {...two.sibling} />
        <strong>{t("siblings.both_who", { ...names, lesson })}</strong>
      </div>
      {failure !== null && <Notice tone="bad">{problemText(failure)}</Notice>}
      <Button
        kind="primary"
        size="big"
        wide
        icon={<PlayIcon />}
        busy={busy}
        testId="both"
        onClick={() => void enter()}
      >
        {t("siblings.both")}
      </Button>
      <p class="muted small">{t("siblings.both_hint")}</p>
      {due && (
        <HouseRulesForTwo
          of={due.rules}
          readers={due.readers}
          onAccept={(who) => acceptRules(who.token, due.rules.version)}
          onDone={() => void enter(true)}
          onClose={() => setDue(null)}
        />
      )}
    </section>
  );
}
