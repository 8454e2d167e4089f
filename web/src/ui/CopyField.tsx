/** A text with a button that copies it; it can be marked by hand, too, where the browser does not let a page copy. */
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { t } from "../i18n";
import { copyText } from "../lib/clipboard";
import { Button } from "./Button";
import { CheckIcon, CopyIcon } from "./icons";

export interface CopyFieldProps {
  text: string;
  /** What it is, for who does not see it. */
  label: string;
  /** The name of the button. */
  button: string;
  /** It was copied when it was made. */
  already?: boolean;
  testId?: string;
  /** What is shown of it; by default it is only said that it is copied. */
  children?: (copied: boolean) => ComponentChildren;
}

export function CopyField({ text, label, button, already = false, testId, children }: CopyFieldProps) {
  const [copied, setCopied] = useState(already);
  const field = useRef<HTMLInputElement>(null);
  const copy = async () => {
    field.current?.select();
    setCopied(await copyText(text));
  };
  return (
    <>
      <div class="control-with-button">
        <input
          ref={field}
          class="control"
          readOnly
          value={text}
          aria-label={label}
          data-testid={testId}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button icon={copied ? <CheckIcon /> : <CopyIcon />} label={button} onClick={() => void copy()} />
      </div>
      {children ? (
        children(copied)
      ) : (
        <span class="said" role="status">
          {copied && t("common.copied")}
        </span>
      )}
    </>
  );
}
