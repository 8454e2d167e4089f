// What one may send, as far as the view tells, and what to set right after a reconnect. Pure. The server decides;
// this only stops the browser's own tracks at once and repeats what the server may have missed.

import type { Me, Role, SourceName, View } from "../generated/messages";

const ALL: readonly SourceName[] = ["mic", "camera", "screen", "screen_audio"];
const FLOOR: ReadonlySet<SourceName> = new Set(["mic", "camera"]);

/** Who raises hands and is given the floor. */
export function maySpeak(role: Role): boolean {
  return role === "student" || role === "guest";
}

/** Observers watch in silence. */
export function mayWrite(role: Role): boolean {
  return role !== "observer";
}

export function maySend(view: View, me: Me, source: SourceName): boolean {
  if (view.lesson.phase === "ended") return false;
  if (me.role === "teacher") return true;
  if (!maySpeak(me.role)) return false;
  return FLOOR.has(source) && view.floor[me.person]?.state === "held";
}

/** The sources among `on` whose tracks must stop now. */
export function forbidden(view: View, me: Me, on: Iterable<SourceName>): SourceName[] {
  return [...on].filter((source) => !maySend(view, me, source));
}

export interface Correction {
  source: SourceName;
  on: boolean;
}

/** Refusals that say "never now", so that the track has to stop; after others one may ask again. */
const FORBIDDING: ReadonlySet<string> = new Set(["not_allowed", "no_floor", "lesson_ended"]);

export function forbids(code: string): boolean {
  return FORBIDDING.has(code);
}

/** Where the server's idea of what we send differs from what we do send. */
export function corrections(view: View, me: Me, on: ReadonlySet<SourceName>): Correction[] {
  if (view.lesson.phase !== "live") return [];
  const believed = view.people[me.person]?.sources ?? {};
  return ALL.filter((source) => (believed[source] === true) !== on.has(source)).map((source) => ({
    source,
    on: on.has(source),
  }));
}
