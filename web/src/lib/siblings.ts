/**
 * The pupils this device remembers: brothers and sisters who share it, five at most. Kept in localStorage; each with
 * the day token of the own way in. Broken or foreign content of the storage counts as nobody.
 */
const KEY = "bg.siblings";
export const MOST_SIBLINGS = 5;

export interface Sibling {
  person: string;
  name: string;
  /** A day token. */
  token: string;
}

/** localStorage, or null where the browser bars it. */
export function deviceStorage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

export function siblings(storage: Storage | null): Sibling[] {
  try {
    const kept: unknown = JSON.parse(storage?.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isSibling).slice(0, MOST_SIBLINGS) : [];
  } catch {
    return [];
  }
}

/** Keeps a pupil, in place of what was kept of the same one. False: five others are kept, or nothing can be. */
export function remember(storage: Storage | null, { person, name, token }: Sibling): boolean {
  const all = siblings(storage);
  const place = all.findIndex((one) => one.person === person);
  if (place < 0 && all.length >= MOST_SIBLINGS) return false;
  const next =
    place < 0
      ? [...all, { person, name, token }]
      : all.map((one, at) => (at === place ? { person, name, token } : one));
  return write(storage, next);
}

export function forget(storage: Storage | null, person: string): void {
  write(
    storage,
    siblings(storage).filter((one) => one.person !== person),
  );
}

function write(storage: Storage | null, all: readonly Sibling[]): boolean {
  try {
    storage?.setItem(KEY, JSON.stringify(all));
    return storage !== null;
  } catch {
    return false; // full or barred: this tab goes on, the device remembers nobody new
  }
}

function isSibling(one: unknown): one is Sibling {
  if (typeof one !== "object" || one === null) return false;
  const { person, name, token } = one as Record<string, unknown>;
  return [person, name, token].every((text) => typeof text === "string" && text !== "");
}
