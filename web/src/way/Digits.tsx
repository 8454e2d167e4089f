/** The picked pupil proves: birth digits or PIN, typed, or pressed on big keys. */
import { useEffect, useRef, useState } from "preact/hooks";
import { codeOf, problemText } from "../api/problem";
import { Picture } from "../day/Picture";
import { t } from "../i18n";
import { smallChildren } from "../i18n/words";
import { BackIcon, Button, Notice, TextField } from "../ui/parts";
import type { Came, Tile } from "./data";
import { NumberPad } from "./NumberPad";

const SHORTEST = 4;
const OF_ANSWERS = new Set(["wrong_answer", "many_wrong"]);

interface DigitsProps {
  pupil: Tile;
  ask: (digits: string) => Promise<Came>;
  onCame: (came: Came) => void;
  onBack: () => void;
}

export function Digits({ pupil, ask, onCame, onBack }: DigitsProps) {
  const [digits, setDigits] = useState("");
  const { busy, failure, short, submit } = useAsking(ask, onCame, () => setDigits(""));
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const small = smallChildren.value;
  return (
    <form
      class="card digits"
      onSubmit={(event) => {
        event.preventDefault();
        submit(digits);
      }}
    >
      <div class="digits-who">
        <Picture person={pupil.person} name={pupil.name} />
        <div>
          <h2 ref={heading} tabIndex={-1}>
            {pupil.name}
          </h2>
          <p class="muted">
            {t("way.stt", { n: pupil.stt })}
            {pupil.called && ` · ${pupil.called}`}
          </p>
        </div>
      </div>
      {failure !== null && (
        <Notice tone={OF_ANSWERS.has(codeOf(failure)) ? "warn" : "bad"}>{problemText(failure)}</Notice>
      )}
      {small ? (
        <>
          <p class="digits-ask">{t("way.small_digits")}</p>
          <p class="muted">{t("way.small_hint")}</p>
          <NumberPad label={t("way.pad")} value={digits} onValue={setDigits} />
          {short && <Notice tone="warn">{t("way.digits_bad")}</Notice>}
        </>
      ) : (
        <TextField
          label={t("way.digits")}
          hint={t("way.digits_hint")}
          error={short ? t("way.digits_bad") : undefined}
          value={digits}
          onValue={setDigits}
          inputMode="numeric"
          maxLength={12}
        />
      )}
      <Button type="submit" kind="primary" size="big" wide busy={busy} testId="way-submit">
        {t("way.submit")}
      </Button>
      <Button kind="plain" icon={<BackIcon />} onClick={onBack}>
        {t("way.not_me")}
      </Button>
    </form>
  );
}

function useAsking(ask: DigitsProps["ask"], onCame: DigitsProps["onCame"], clear: () => void) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [short, setShort] = useState(false);
  const submit = async (digits: string) => {
    const few = digits.replace(/\D/g, "").length < SHORTEST;
    setShort(few);
    if (few) return;
    setBusy(true);
    setFailure(null);
    try {
      onCame(await ask(digits));
    } catch (error) {
      setFailure(error);
      clear();
    }
    setBusy(false);
  };
  return { busy, failure, short, submit };
}
