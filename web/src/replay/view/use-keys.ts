// The keyboard: space plays and pauses, arrows go 10 s, Page keys a minute, Home and End to the ends.

import { useEffect } from "preact/hooks";
import type { Replay } from "../replay";

const STEPS: Record<string, number> = {
  ArrowLeft: -10_000,
  ArrowDown: -10_000,
  ArrowRight: 10_000,
  ArrowUp: 10_000,
  PageDown: -60_000,
  PageUp: 60_000,
};

/** How far (ms) a key on the seek bar goes; null: not a key of it. */
export function stepOfKey(key: string, length: number): number | null {
  if (key === "Home") return -length;
  if (key === "End") return length;
  return STEPS[key] ?? null;
}

/** Where a key has its own meaning. */
const OWN = "input, select, textarea, button, a, summary, [contenteditable], [tabindex='0']";

export function useKeys(replay: Replay): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest(OWN)) return;
      if (event.key === " ") replay.sound?.toggle();
      else if (event.key === "ArrowLeft" || event.key === "ArrowRight") replay.by(STEPS[event.key] ?? 0);
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [replay]);
}
