/**
 * Buttons and links that look like them; 44 px high at least. `busy` keeps the size and says so; a busy button does
 * nothing, sends no form, and keeps the focus, which a disabled one would lose.
 */
import type { ComponentChildren, TargetedMouseEvent } from "preact";

export type ButtonKind = "primary" | "quiet" | "danger" | "plain";

export interface ButtonProps {
  kind?: ButtonKind;
  icon?: ComponentChildren;
  children?: ComponentChildren;
  /** The spoken name where the visible text is missing or short. */
  label?: string | undefined;
  type?: "button" | "submit";
  size?: "normal" | "big" | "small";
  wide?: boolean;
  busy?: boolean;
  disabled?: boolean;
  /** For switches: aria-pressed. */
  pressed?: boolean | undefined;
  /** For buttons that open something: aria-expanded. */
  expanded?: boolean | undefined;
  testId?: string | undefined;
  onClick?: (event: TargetedMouseEvent<HTMLButtonElement>) => void;
}

function className(kind: ButtonKind, size: string, wide: boolean): string {
  return `button button-${kind}${size === "normal" ? "" : ` button-${size}`}${wide ? " button-wide" : ""}`;
}

export function Button(props: ButtonProps) {
  const { kind = "quiet", size = "normal", wide = false, busy = false, type = "button" } = props;
  const press = (event: TargetedMouseEvent<HTMLButtonElement>) => {
    if (busy) event.preventDefault();
    else props.onClick?.(event);
  };
  return (
    <button
      type={type}
      class={className(kind, size, wide)}
      aria-label={props.label}
      title={props.children ? undefined : props.label}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      disabled={props.disabled}
      data-testid={props.testId}
      onClick={press}
    >
      {busy ? <span class="spinner" aria-hidden="true" /> : props.icon}
      {props.children}
    </button>
  );
}

export interface ButtonLinkProps {
  href: string;
  kind?: ButtonKind;
  icon?: ComponentChildren;
  size?: "normal" | "small";
  /** The spoken name where the visible text alone does not say enough. */
  label?: string | undefined;
  testId?: string;
  children: ComponentChildren;
}

export function ButtonLink({
  href,
  kind = "quiet",
  icon,
  size = "normal",
  label,
  testId,
  children,
}: ButtonLinkProps) {
  return (
    <a class={className(kind, size, false)} href={href} aria-label={label} data-testid={testId}>
      {icon}
      {children}
    </a>
  );
}
