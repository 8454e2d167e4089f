/** Changes that are not saved yet: who is about to lose them by leaving is asked first, by us or by the browser. */
import { signal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";

interface Leaving {
  /** Leaves, and loses the changes. */
  go: () => void;
  stay: () => void;
}

/** What waits for an answer. */
export const leaving = signal<Leaving | null>(null);

const unsaved = new Set<symbol>();

/** While `some` holds nobody leaves unasked. */
export function useUnsaved(some: boolean): void {
  useLayoutEffect(() => {
    if (!some) return;
    const mine = Symbol();
    const warn = (event: BeforeUnloadEvent) => {
      event.preventDefault();
      event.returnValue = true; // Chrome before 119 asks for this one
    };
    unsaved.add(mine);
    addEventListener("beforeunload", warn);
    return () => {
      unsaved.delete(mine);
      removeEventListener("beforeunload", warn);
    };
  }, [some]);
}

/** Goes at once where nothing is lost by it, else when the person says so. */
export function unlessUnsaved(go: () => void, stay: () => void = () => undefined): void {
  if (unsaved.size === 0) go();
  else leaving.value = { go, stay };
}

/** The question is answered, or asks nothing any more. */
export function answered(): void {
  leaving.value = null;
}
