/** A state shown as icon and word, never by colour alone. */
import type { ComponentChildren } from "preact";

export type LampTone = "good" | "warn" | "bad" | "info" | "off";

export interface LampProps {
  tone: LampTone;
  icon?: ComponentChildren;
  children: ComponentChildren;
  testId?: string;
}

export function Lamp({ tone, icon, children, testId }: LampProps) {
  return (
    <span class={`lamp tone-${tone}`} data-testid={testId}>
      {icon ?? <span class="lamp-dot" aria-hidden="true" />}
      {children}
    </span>
  );
}
