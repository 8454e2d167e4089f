// The keyboard's place when what it was on goes away: a button whose turn is over must not throw one to the page's top.

import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** While the focus is lost because its element left `box`, the first of `selectors` found in it takes over. */
export function useKeptFocus(box: RefObject<HTMLElement | null>, ...selectors: string[]): void {
  useEffect(() => {
    const inside = box.current;
    if (!inside) return;
    let last: Element | null = null;
    const note = (event: FocusEvent) => {
      last = event.target as Element;
    };
    const look = () => {
      if (last === null || last.isConnected) return;
      last = null;
      if (document.activeElement !== null && document.activeElement !== document.body) return;
      const found = selectors.map((selector) => inside.querySelector<HTMLElement>(selector)).find(Boolean);
      found?.focus();
    };
    const changes = new MutationObserver(look);
    changes.observe(inside, { childList: true, subtree: true });
    inside.addEventListener("focusin", note);
    return () => {
      changes.disconnect();
      inside.removeEventListener("focusin", note);
    };
  }, [box]);
}

/** A new page has taken the old one's place: go on from its beginning. */
export function useFocusOnMain(): void {
  useEffect(() => document.getElementById("main")?.focus(), []);
}
