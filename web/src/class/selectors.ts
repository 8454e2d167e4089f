// Questions the class page asks of the view. Pure.

import type {
  AttendanceView,
  Door,
  FloorView,
  HandView,
  HearingNow,
  Me,
  Mode,
  PersonView,
  SourceName,
  VideoSlot,
  View,
} from "../generated/messages";
import { leads } from "../lib/lesson/rights";
import type { Picture } from "../lib/sending/encoding";

export interface Hand extends HandView {
  person: string;
}

export function queue(view: View): Hand[] {
  const hands = Object.entries(view.hands).map(([person, hand]) => ({ person, ...hand }));
  return hands.sort((a, b) => a.place - b.place);
}

export interface Floor extends FloorView {
  person: string;
}

export function floors(view: View): Floor[] {
  const floors = Object.entries(view.floor).map(([person, floor]) => ({ person, ...floor }));
  return floors.sort((a, b) => a.since - b.since);
}

/** The teacher of the lesson; of several the one who is there, and rather the teacher than one who helps. */
export function teacher(view: View): (PersonView & { person: string }) | null {
  const lead = Object.entries(view.people).filter(([, person]) => leads(person.role));
  const all = lead.sort(([, a], [, b]) => Number(b.role === "teacher") - Number(a.role === "teacher"));
  const [id, found] = all.find(([, person]) => person.present) ?? all[0] ?? [];
  return id !== undefined && found ? { person: id, ...found } : null;
}

export interface Pupil extends PersonView {
  person: string;
  attendance: AttendanceView | undefined;
}

/** The roster in the order of the class list. */
export function roster(view: View): Pupil[] {
  const pupils = Object.entries(view.people).filter(
    ([, { role, stt }]) => role === "student" && stt !== undefined,
  );
  const rows = pupils.map(([person, about]) => ({ person, ...about, attendance: view.attendance?.[person] }));
  return rows.sort((a, b) => (a.stt ?? 0) - (b.stt ?? 0));
}

export type Somebody = PersonView & { person: string };

/** People here who are not on the roster: observers, guests, other staff, a classroom's device. */
export function visitors(view: View): Somebody[] {
  return everybody(view).filter(({ role, stt, present }) => {
    return present && role !== "teacher" && role !== "camera" && !(role === "student" && stt !== undefined);
  });
}

/** Who waits to be let in, or was removed. */
export function atDoor(view: View, door: Door): Somebody[] {
  return everybody(view).filter((one) => one.door === door);
}

/** Who said that the lesson is not well heard, the longest first. */
export function unclear(view: View): Somebody[] {
  const all = everybody(view).filter(({ unclear_since }) => unclear_since !== undefined);
  return all.sort((a, b) => (a.unclear_since ?? 0) - (b.unclear_since ?? 0));
}

/** So long (ms) a hand that the rules lowered may be put up again. */
const RESTORABLE = 60_000;

/** Hands that the rules lowered a short while ago, the newest first. */
export function lowered(view: View, now: number): { person: string; at: number }[] {
  const all = Object.entries(view.lowered ?? {}).map(([person, { at }]) => ({ person, at }));
  const up = (person: string) => view.hands[person] !== undefined;
  return all.filter(({ person, at }) => now - at < RESTORABLE && !up(person)).sort((a, b) => b.at - a.at);
}

/** A classroom with pupils in it is connected by a device of its own. */
export function hasRoom(view: View): boolean {
  return everybody(view).some(({ role, present }) => role === "room" && present);
}

function everybody(view: View): Somebody[] {
  return Object.entries(view.people).map(([person, about]) => ({ person, ...about }));
}

/** `here`: in the lesson, and nothing is known of what reaches them. `school`: in the classroom, at no own device. */
export type Lamp = "hears" | "weak" | "here" | "school" | "lost" | "never";

export type Hearing = HearingNow["people"] | null;

export function lamp(pupil: Pupil, hearing: Hearing = null): Lamp {
  if (pupil.present) return hearing?.[pupil.person] ?? "here";
  if (pupil.at_school) return "school";
  return pupil.attendance?.first_joined === undefined ? "never" : "lost";
}

/** How many of them the sound reaches, well or badly; null: not known. */
export function hearers(pupils: readonly Pupil[], hearing: Hearing): number | null {
  if (hearing === null) return null;
  const lamps = pupils.map((pupil) => lamp(pupil, hearing));
  return lamps.filter((light) => light === "hears" || light === "weak").length;
}

/** Time counted as taught and attended so far, in ms. */
export function attended(attendance: AttendanceView | undefined, now: number): number {
  if (!attendance) return 0;
  const { counted_ms, present_since } = attendance;
  return counted_ms + (present_since === undefined ? 0 : Math.max(0, now - present_since));
}

/** A picture on the stage: a slot of the receive connection, or one's own track. */
export type Tile = "v0" | "v1" | "v2" | "own_screen" | "own_camera";
export type Place = "main" | "small" | "off";

/** Big is the screen, else the teacher, else who speaks; one's own picture never is. The rest is small. */
export function places(shown: ReadonlySet<Tile>): Record<Tile, Place> {
  const main = (["v0", "v1", "v2"] as const).find((tile) => shown.has(tile));
  const place = (tile: Tile): Place => (tile === main ? "main" : shown.has(tile) ? "small" : "off");
  return {
    v0: place("v0"),
    v1: place("v1"),
    v2: place("v2"),
    own_screen: place("own_screen"),
    own_camera: place("own_camera"),
  };
}

/** The pictures to show: fed slots (nobody's own source), unless one only listens, and what one sends oneself. */
export function shownTiles(view: View, me: string, mode: Mode, own: ReadonlySet<SourceName>): Set<Tile> {
  const shown = new Set<Tile>();
  for (const slot of ["v0", "v1", "v2"] as const) {
    const feed = view.stage[slot];
    if (feed && feed.person !== me && mode === "full") shown.add(slot);
  }
  if (own.has("screen")) shown.add("own_screen");
  if (own.has("camera")) shown.add("own_camera");
  return shown;
}

/** The level above which somebody counts as speaking; speech is around 95, a quiet room below 70. */
const SPEAKING = 78;

export function isSpeaking(levels: Readonly<Record<string, number>>, person: string): boolean {
  return (levels[person] ?? 0) >= SPEAKING;
}

/** Whole minutes that are over. */
export function minutes(ms: number): number {
  return Math.max(0, Math.floor(ms / 60_000));
}

/** Somebody whose sound the server gives us is speaking: something has to come. */
export function soundExpected(view: View, me: Me | null, levels: Readonly<Record<string, number>>): boolean {
  const heard = (["a0", "a1", "a2"] as const).map((slot) => view.stage[slot]?.person);
  return heard.some((person) => person !== undefined && person !== me?.person && isSpeaking(levels, person));
}

/** What kind of picture a slot shows; null: none. */
export function pictureOf(view: View | null, slot: VideoSlot): Picture | null {
  const source = view?.stage[slot]?.source;
  return source === "screen" || source === "camera" ? source : null;
}
