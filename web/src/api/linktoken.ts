/** Tokens that come in a link's fragment: out of the address at once, so that no history or screenshot has them. */

/** The fragment's token; the address bar is clean afterwards. Null when there is none. */
export function takeFragment(place: Location, history: History): string | null {
  if (isNone(place.hash)) return null;
  const token = place.hash.slice(1);
  history.replaceState(null, "", place.pathname + place.search);
  return token;
}

/** #main is the skip link's; "#/…" is a place in the page (office/frame/route.ts). */
const isNone = (hash: string) => hash === "" || hash === "#" || hash === "#main" || hash.startsWith("#/");

/** Like takeFragment, kept in this tab's storage under `key`, so that the page can be reloaded. */
export function keepToken(key: string, place: Location, history: History, storage: Storage): string | null {
  const fresh = takeFragment(place, history);
  if (fresh !== null) storage.setItem(key, fresh);
  return storage.getItem(key);
}

/** Another link opened over this page changes only the fragment, which loads nothing: start again with it. */
export function restartOnNewLink(here: Window): void {
  here.addEventListener("hashchange", () => {
    if (!isNone(here.location.hash)) here.location.reload();
  });
}

/** Path and fragment of a link, so that one stays on the address by which the server was reached. */
export function onThisServer(url: string, origin: string): string {
  const { pathname, search, hash } = new URL(url, origin);
  return pathname + search + hash;
}

/** A link as one sends it to somebody; the server's own are relative. */
export function absolute(url: string, origin: string): string {
  return new URL(url, origin).href;
}
