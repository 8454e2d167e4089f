/** From the day into a lesson: a join token, or two for two pupils at this device. */
import { call } from "../api/call";
import { onThisServer } from "../api/linktoken";
import type { JoinLink } from "../api/types";
import { lessonOf } from "../lib/entry";
import type { Pair } from "./together";

/** Where the class page looks for the second pupil's token (lib/entry.ts). */
const ALSO = "also:";

export async function enterAlone(token: string, lesson: string): Promise<void> {
  go(await joinLink(token, lesson), null);
}

export async function enterTogether([one, two]: Pair): Promise<void> {
  const [first, second] = await Promise.all([
    joinLink(one.sibling.token, one.lesson.id),
    joinLink(two.sibling.token, two.lesson.id),
  ]);
  go(first, second.token);
}

function joinLink(token: string, lesson: string): Promise<JoinLink> {
  return call<JoinLink>(`/day/lessons/${encodeURIComponent(lesson)}/token`, { method: "POST", token });
}

/** Who comes alone leaves nobody of an earlier visit behind. */
function go({ url }: JoinLink, also: string | null): void {
  const place = onThisServer(url, location.origin);
  const key = ALSO + lessonOf(new URL(place, location.origin).pathname);
  if (also === null) sessionStorage.removeItem(key);
  else sessionStorage.setItem(key, also);
  location.assign(place);
}
