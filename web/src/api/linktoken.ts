/** Tokens that come in a link's fragment: out of the address at once, so that no history or screenshot has them. */

/** The fragment's token; the address bar is clean afterwards. Null when there is none. */
export function takeFragment(place: Location, history: History): string | null {
  const token = place.hash.slice(1);
  if (token === "" || token === "main") return null; // #main is the skip link's
  history.replaceState(null, "", place.pathname + place.search);
  return token;
}

/** Like takeFragment, kept in this tab's storage under `key`, so that the page can be reloaded. */
export function keepToken(key: string, place: Location, history: History, storage: Storage): string | null {
  const fresh = takeFragment(place, history);
  if (fresh !== null) storage.setItem(key, fresh);
  return storage.getItem(key);
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
