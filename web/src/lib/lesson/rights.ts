// What one may do and send, as far as the view tells, and what to set right after a reconnect. Pure. The server
// decides; this only stops the browser's own tracks at once, explains locks, and repeats what the server may have missed.

import type { Door, Me, Role, SourceName, View } from "../../generated/messages";

const ALL: readonly SourceName[] = ["mic", "camera", "screen", "screen_audio"];
const FLOOR: ReadonlySet<SourceName> = new Set(["mic", "camera"]);

/** Leads the class: the teacher, or a co-teacher, who may do all but end it. */
export function leads(role: Role | undefined): boolean {
  return role === "teacher" || role === "co_teacher";
}

/** Who raises hands, is given the floor, and says that the lesson is not well heard; also before a classroom's device. */
export function learns(role: Role): boolean {
  return role === "student" || role === "guest" || role === "room";
}

/** Observers watch in silence; devices do not write. */
export function mayWrite(role: Role): boolean {
  return (learns(role) && role !== "room") || leads(role) || role === "staff";
}

/** Where one stands: outside the class, or (null) in it. */
export function doorOf(view: View, me: Me): Door | null {
  return view.people[me.person]?.door ?? null;
}

/** Why nobody but the teachers may act now; null: they may. */
export type Lock = "quiet" | "teacher_lost";

export function lockOf(view: View, me: Me): Lock | null {
  if (leads(me.role)) return null;
  if (view.lesson.teacher_lost_since !== undefined) return "teacher_lost";
  return view.lesson.quiet ? "quiet" : null;
}

/** A source the teacher has locked for the whole class. */
export function isLocked(view: View, source: SourceName): boolean {
  const { controls } = view.lesson;
  if (source === "mic") return controls?.mics === false;
  return source === "camera" && controls?.cameras === false;
}

/** To whom one may write now: everybody, the teachers only, or (with the reason) nobody. */
export type Writing = "class" | "questions" | "off" | Lock;

export function writingOf(view: View, me: Me): Writing {
  const lock = lockOf(view, me);
  if (lock !== null) return lock;
  return learns(me.role) ? (view.lesson.controls?.chat ?? "class") : "class";
}

/** Whose sources this device sends: of two pupils the one who holds the floor or is about to, else oneself. */
export function sendsAs(view: View, me: Me, also: readonly Me[]): string {
  const offered = also.find(({ person }) => view.floor[person]?.state === "offered")?.person;
  return holder(view, me, also) ?? offered ?? me.person;
}

function holder(view: View, me: Me, also: readonly Me[]): string | undefined {
  return [me, ...also].map(({ person }) => person).find((person) => view.floor[person]?.state === "held");
}

export function maySend(view: View, me: Me, source: SourceName, also: readonly Me[] = []): boolean {
  if (view.lesson.phase === "ended" || doorOf(view, me) !== null) return false;
  if (leads(me.role)) return true;
  if (me.role === "camera") return source === "camera";
  if (!learns(me.role) || !FLOOR.has(source)) return false;
  if (lockOf(view, me) !== null || isLocked(view, source)) return false;
  return holder(view, me, also) !== undefined;
}

/** The sources among `on` whose tracks must stop now. */
export function forbidden(
  view: View,
  me: Me,
  on: Iterable<SourceName>,
  also: readonly Me[] = [],
): SourceName[] {
  return [...on].filter((source) => !maySend(view, me, source, also));
}

export interface Correction {
  source: SourceName;
  on: boolean;
}

/** Refusals that say "never now", so that the track has to stop; after others one may ask again. */
const FORBIDDING: ReadonlySet<string> = new Set([
  "not_allowed",
  "no_floor",
  "lesson_ended",
  "not_admitted",
  "quiet",
  "teacher_lost",
  "locked",
]);

export function forbids(code: string): boolean {
  return FORBIDDING.has(code);
}

/** Where the server's idea of what we send differs from what we do send. */
export function corrections(
  view: View,
  me: Me,
  on: ReadonlySet<SourceName>,
  also: readonly Me[] = [],
): Correction[] {
  if (view.lesson.phase !== "live" || doorOf(view, me) !== null) return [];
  const believed = view.people[sendsAs(view, me, also)]?.sources ?? {};
  return ALL.filter((source) => (believed[source] === true) !== on.has(source)).map((source) => ({
    source,
    on: on.has(source),
  }));
}
