/** How one opens what is kept of a lesson: by the link's token, this tab's link to the lesson or the day, or the office. */
import { Refusal } from "../lib/answer";
import { keepToken } from "./linktoken";

/** A token; undefined is the office's cookie, which the browser sends by itself. */
export type Key = string | undefined;

export interface Entry {
  readonly lesson: string;
  /** What to try, in this order. */
  readonly keys: readonly Key[];
}

const PATHS = {
  replay: /^\/r\/([A-Za-z0-9_.~-]{1,64})\/?$/,
  record: /^\/record\/([A-Za-z0-9_.~-]{1,64})\/?$/,
};

/**
 * Takes a token out of the address into this tab's storage, which the class page shares. Null: no lesson's address of
 * this page.
 */
export function enterKept(
  page: keyof typeof PATHS,
  place: Location,
  history: History,
  storage: Storage,
): Entry | null {
  const lesson = PATHS[page].exec(place.pathname)?.[1];
  if (lesson === undefined) return null;
  const found = [keepToken(`bg.token.${lesson}`, place, history, storage), storage.getItem("bg.day")];
  return { lesson, keys: [...found.filter((key) => key !== null), undefined] };
}

/** The first answer that is no refusal of the key; with none, the first refusal, which says most. */
export async function firstAllowed<Value>(
  keys: Entry["keys"],
  ask: (key: Key) => Promise<Value>,
): Promise<{ value: Value; key: Key }> {
  let refused: unknown;
  for (const key of keys) {
    try {
      return { value: await ask(key), key };
    } catch (error) {
      if (!(error instanceof Refusal) || (error.status !== 401 && error.status !== 403)) throw error;
      refused ??= error;
    }
  }
  throw refused;
}
