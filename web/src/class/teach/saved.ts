// How safe the recording is, for its teacher. Pure.

import type { RecordingSaved } from "../../generated/messages";
import type { Key } from "../../i18n";

/** After this long (ms) without anything new on the server's disk the teacher is told. */
const STALE = 15_000;

/**
 * What to tell besides the time, as texts: what is missing and why, and what to do. Empty: all is well. `since` is
 * when this page first saw the recording on, `now` the lesson's time.
 */
export function warnings(saved: RecordingSaved | null, now: number, since: number): Key[] {
  const said: Key[] = [];
  if (saved && saved.limit !== "all") said.push(`teach.recording.limit.${saved.limit}`);
  if (saved && saved.trouble !== "") said.push(`teach.recording.trouble.${saved.trouble}`);
  if (said.length === 0 && now - Math.max(saved?.upto ?? 0, since) > STALE) {
    said.push("teach.recording.stale");
  }
  return said.length > 0 ? [...said, "teach.recording.go_on"] : [];
}
