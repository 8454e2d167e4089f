// Single keys that press a button of the page, while nothing is being typed. They can be switched off (WCAG 2.1.4).

import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { PlainKey } from "../../i18n";
import { keep, recall } from "../../lib/device";

export interface Shortcut {
  /** As KeyboardEvent.key, small letters. */
  key: string;
  /** What is pressed, or given the focus: the first of this data-testid. */
  target: string;
  /** What it does, for the table. */
  does: PlainKey;
}

const STORE_KEY = "bg.keys";
const TYPING = "input, textarea, select, [contenteditable], dialog[open] *";

export const keysOn = signal(recall(STORE_KEY) !== "off");

export function turnKeys(on: boolean): void {
  keysOn.value = on;
  keep(STORE_KEY, on ? "on" : "off");
}

export function useKeys(shortcuts: readonly Shortcut[]): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (!keysOn.value || event.repeat || event.defaultPrevented) return;
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.target instanceof Element && event.target.closest(TYPING)) return;
      const shortcut = shortcuts.find(({ key }) => key === event.key.toLowerCase());
      const target = shortcut && document.querySelector<HTMLElement>(`[data-testid="${shortcut.target}"]`);
      if (!target) return;
      event.preventDefault();
      if (target instanceof HTMLButtonElement) target.click();
      else target.focus();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [shortcuts]);
}
