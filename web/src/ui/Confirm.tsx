/** A button that asks once more in its own place, without a dialog; Escape and leaving it take it back. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n";
import { Button, type ButtonKind } from "./Button";

export interface ConfirmProps {
  kind?: ButtonKind;
  icon?: ComponentChildren;
  children: ComponentChildren;
  /** What will happen, as a question. */
  question: string;
  /** The word on the button that does it. */
  confirm: string;
  busy?: boolean;
  size?: "normal" | "big" | "small";
  testId?: string;
  onConfirm: () => void;
}

export function Confirm(props: ConfirmProps) {
  const [asking, setAsking] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const { kind = "quiet", size = "normal", busy = false } = props;
  useEffect(() => {
    if (asking) box.current?.querySelector("button")?.focus();
  }, [asking]);
  if (!asking) {
    return (
      <Button
        kind={kind}
        size={size}
        icon={props.icon}
        busy={busy}
        testId={props.testId}
        onClick={() => setAsking(true)}
      >
        {props.children}
      </Button>
    );
  }
  const answer = (yes: boolean) => {
    setAsking(false);
    if (yes) props.onConfirm();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend box in the middle of a row
    <div
      ref={box}
      class="confirm"
      role="group"
      aria-label={props.question}
      onKeyDown={(event) => event.key === "Escape" && answer(false)}
    >
      <span>{props.question}</span>
      <Button
        kind="danger"
        size={size}
        testId={props.testId && `${props.testId}-confirm`}
        onClick={() => answer(true)}
      >
        {props.confirm}
      </Button>
      <Button size={size} onClick={() => answer(false)}>
        {t("common.cancel")}
      </Button>
    </div>
  );
}
