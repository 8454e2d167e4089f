/** A message in a box: what happened, what to do. Errors interrupt a screen reader, the rest waits its turn. */
import type { ComponentChildren } from "preact";
import { DoneIcon, ErrorIcon, InfoIcon, WarningIcon } from "./icons";

export type Tone = "info" | "good" | "warn" | "bad";

const ICONS = { info: InfoIcon, good: DoneIcon, warn: WarningIcon, bad: ErrorIcon };

export interface NoticeProps {
  tone?: Tone;
  title?: string;
  children?: ComponentChildren;
  /** Standing text that was there from the start is not announced. */
  silent?: boolean;
}

export function Notice({ tone = "info", title, children, silent = false }: NoticeProps) {
  const Icon = ICONS[tone];
  const role = silent ? undefined : tone === "bad" ? "alert" : "status";
  return (
    <div class={`notice tone-${tone}`} role={role}>
      <Icon size="1.5em" />
      <div>
        {title && <strong>{title}</strong>}
        {children && <div>{children}</div>}
      </div>
    </div>
  );
}
