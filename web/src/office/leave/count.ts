/** How many leave notes wait for who is signed in: for the menu. Counted anew whenever a note was decided. */
import { signal } from "@preact/signals";
import { notes } from "./data";

export const waiting = signal(0);

/** Without an answer the number stays as it is. */
export async function countWaiting(): Promise<void> {
  const found = await notes(undefined, "cho").catch(() => null);
  if (found !== null) waiting.value = found.waiting;
}
