/**
 * A button that asks once more in its own place, without a dialog. The focus goes to the harmless answer (a second
 * Enter does nothing bad) and back to the button afterwards; Escape takes the question back.
 */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
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
  const box = useFocusMove(asking);
  const { kind = "quiet", size = "normal", busy = false, testId } = props;
  const answer = (yes: boolean) => {
    setAsking(false);
    if (yes) props.onConfirm();
  };
  if (!asking) {
    return (
      <div ref={box} class="confirm">
        <Button
          kind={kind}
          size={size}
          icon={props.icon}
          busy={busy}
          testId={testId}
          onClick={() => setAsking(true)}
        >
          {props.children}
        </Button>
      </div>
    );
  }
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
      <Button kind="danger" size={size} testId={testId && `${testId}-confirm`} onClick={() => answer(true)}>
        {props.confirm}
      </Button>
      <Button size={size} onClick={() => answer(false)}>
        {t("common.cancel")}
      </Button>
    </div>
  );
}

/**
 * Whenever the question appears or goes, the last button of the box gets the focus; not at first. Before the next key:
 * the button that was pressed may live on as the one that confirms.
 */
function useFocusMove(asking: boolean) {
  const box = useRef<HTMLDivElement>(null);
  const before = useRef(asking);
  useLayoutEffect(() => {
    if (before.current === asking) return;
    before.current = asking;
    [...(box.current?.querySelectorAll("button") ?? [])].at(-1)?.focus();
  }, [asking]);
  return box;
}
