// Which picture stands where at a moment: the screen, the teacher's camera, and who has the floor. Pure.

import type { Role } from "../../generated/messages";
import { covers, type Segments } from "../playing/segments";

export const PLACES = ["screen", "camera", "floor"] as const;
export type Place = (typeof PLACES)[number];

export interface Picture {
  readonly id: string;
  readonly person: string | null;
  readonly source: string | null;
}

/** A last frame stands this long (ms) before its picture goes; screens send few frames while nothing moves. */
const HOLD = { screen: 3_000, camera: 1_500 } as const;

const STAFF: ReadonlySet<Role> = new Set(["teacher", "staff"]);

/** Of several of a kind the first track wins; with no teacher's camera a pupil's takes its own place all the same. */
export function picturesAt<Track extends Picture>(
  tracks: readonly Track[],
  indexOf: (id: string) => Segments,
  roleOf: (person: string) => Role | undefined,
  ms: number,
): Partial<Record<Place, Track>> {
  const found: Partial<Record<Place, Track>> = {};
  for (const track of tracks) {
    const where = placeOf(track, roleOf);
    if (found[where] || !covers(indexOf(track.id), ms, HOLD[where === "screen" ? "screen" : "camera"]))
      continue;
    found[where] = track;
  }
  return found;
}

function placeOf({ source, person }: Picture, roleOf: (person: string) => Role | undefined): Place {
  if (source === "screen") return "screen";
  const role = person === null ? undefined : roleOf(person);
  return role === undefined || STAFF.has(role) ? "camera" : "floor";
}
