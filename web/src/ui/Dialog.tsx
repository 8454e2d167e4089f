/**
 * A window over the page (the browser's own modal dialog): Escape and the cross close it, the focus stays inside and
 * goes back to where it was. Drawn while it is open.
 */
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../i18n";
import { Button } from "./Button";
import { CloseIcon } from "./icons";

export interface DialogProps {
  title: string;
  testId?: string;
  onClose: () => void;
  children: ComponentChildren;
}

export function Dialog({ title, testId, onClose, children }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  const drawn = useRef(false);
  const id = useId();
  useLayoutEffect(() => {
    const dialog = box.current;
    drawn.current = true;
    dialog?.showModal();
    return () => {
      drawn.current = false; // what it says about its end is about another one then
      dialog?.close();
    };
  }, []);
  return (
    <dialog
      ref={box}
      class="dialog"
      aria-labelledby={id}
      data-testid={testId}
      onClose={() => drawn.current && onClose()}
    >
      <div class="dialog-head">
        <h2 id={id}>{title}</h2>
        <Button kind="plain" icon={<CloseIcon />} label={t("common.close")} onClick={onClose} />
      </div>
      {children}
    </dialog>
  );
}
