// Who opens a replay: the link's token, the tab's lesson or day token, else the office's cookie.

import { keepToken } from "../api/linktoken";

/** The lesson's id of a replay page's path, `/r/{lesson}`. */
export function replayedLesson(path: string): string | null {
  return /^\/r\/([A-Za-z0-9_.~-]{1,64})\/?$/.exec(path)?.[1] ?? null;
}

export interface Entry {
  readonly lesson: string;
  /** What to try, in this order; undefined is the office's cookie, which the browser sends by itself. */
  readonly keys: readonly (string | undefined)[];
}

/** Takes a token out of the address like the class page, with which it shares the tab's storage. */
export function enterReplay(place: Location, history: History, storage: Storage): Entry | null {
  const lesson = replayedLesson(place.pathname);
  if (lesson === null) return null;
  const own = keepToken(`bg.token.${lesson}`, place, history, storage);
  const day = storage.getItem("bg.day");
  return { lesson, keys: [...[own, day].filter((key) => key !== null), undefined] };
}
