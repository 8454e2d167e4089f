/** How one opens what is kept of a lesson: by the link's token, this tab's link to the lesson or the day, or the office. */
import { keepToken } from "../api/linktoken";
import { Refusal } from "../lib/api";

const PATH = /^\/record\/([A-Za-z0-9_.~-]{1,64})\/?$/;

export interface Entry {
  lesson: string;
  /** What to try, in this order; undefined is the office's cookie, which goes along by itself. */
  tokens: readonly (string | undefined)[];
}

/** Takes a token out of the address into this tab's storage, like the class page's. Null: no lesson's address. */
export function enter(place: Location, history: History, storage: Storage): Entry | null {
  const lesson = PATH.exec(place.pathname)?.[1];
  if (lesson === undefined) return null;
  const found = [keepToken(`bg.token.${lesson}`, place, history, storage), storage.getItem("bg.day")];
  return { lesson, tokens: [...found.filter((token) => token !== null), undefined] };
}

/** The first answer that is no refusal of the token; with none, the first refusal, which says most. */
export async function firstAllowed<Value>(
  tokens: Entry["tokens"],
  ask: (token: string | undefined) => Promise<Value>,
): Promise<{ value: Value; token: string | undefined }> {
  let refused: unknown;
  for (const token of tokens) {
    try {
      return { value: await ask(token), token };
    } catch (error) {
      if (!(error instanceof Refusal) || (error.status !== 401 && error.status !== 403)) throw error;
      refused ??= error;
    }
  }
  throw refused;
}
