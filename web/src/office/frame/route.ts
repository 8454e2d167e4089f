/** Where one is in the office pages, by the address: /office#/SECTION/REST. Kept in step with Back and links. */
import { signal } from "@preact/signals";
import { answered, unlessUnsaved } from "./unsaved";

/** The words of "#/register/person/hs%201": ["register", "person", "hs 1"]; none for another kind of fragment. */
export function partsOf(hash: string): string[] {
  if (!hash.startsWith("#/")) return [];
  return hash.slice(2).split("/").filter(Boolean).map(decoded);
}

/** The address of a section, or of something in it: for links. */
export function officeHref(section: string, ...path: string[]): string {
  return `#/${[section, ...path].map(encodeURIComponent).join("/")}`;
}

/** Follows the address; a component that reads it is drawn again. The skip link's #main changes nothing. */
export const route = signal<readonly string[]>(partsOf(location.hash));

export function followRoute(here: Window): () => void {
  let shown: string | null = null;
  const follow = () => {
    const { hash } = here.location;
    if (!hash.startsWith("#/") && hash !== "") return;
    if (hash === shown) return answered(); // Back, while the question stood
    unlessUnsaved(
      () => {
        shown = hash;
        route.value = partsOf(hash);
      },
      () => here.history.replaceState(null, "", shown || here.location.pathname),
    );
  };
  follow();
  here.addEventListener("hashchange", follow);
  return () => here.removeEventListener("hashchange", follow);
}

/** Goes there, as a link would. */
export function goTo(section: string, ...path: string[]): void {
  location.hash = officeHref(section, ...path);
}

function decoded(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word; // half an escape: somebody typed it
  }
}
