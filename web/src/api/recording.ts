/** The calls of a replay: what was recorded of a lesson, its bytes, and what the class saw. See docs/protocol.md. */
import type { LimitReason, SourceName, View } from "../generated/messages";
import type { Instant } from "../i18n/format";
import { Refusal, refusalOf } from "../lib/answer";
import { bearer } from "../lib/bearer";
import type { Gap } from "../replay/playing/holes";
import type { SegmentRow } from "../replay/playing/segments";
import type { ToldJump } from "../replay/shown/jumps";
import type { Step } from "../replay/shown/steps";
import { call } from "./call";
import type { Key } from "./kept";
import type { Phase, Teacher } from "./types";

export interface Track {
  id: string;
  kind: "class" | "audio" | "video";
  person: string | null;
  name: string;
  source: SourceName | null;
  mime: string;
  /** Bytes of the initialisation segment at the file's begin. */
  init: number;
  bytes: number;
  from_ms: number;
  to_ms: number;
  width: number | null;
  height: number | null;
  url: string;
}

/** The disk took sound only, or nothing; `to_ms` null: still so. */
export interface Limited {
  from_ms: number;
  to_ms: number | null;
  to: "audio" | "nothing";
  reason: Exclude<LimitReason, "">;
}

export interface Recording {
  lesson: string;
  title: string;
  subject: string;
  class_name: string;
  period: string;
  teacher: Teacher | null;
  starts_at: Instant;
  phase: Phase;
  state: "none" | "live" | "final";
  /** The timeline's zero. */
  started_at: Instant | null;
  ended_at: Instant | null;
  saved_to: Instant | null;
  duration_ms: number;
  tracks: Track[];
  gaps: Gap[];
  /** Somebody who has not agreed to be recorded had the floor. */
  unrecorded: { from_ms: number; to_ms: number | null }[];
  limited: Limited[];
  trouble: string;
}

export interface IndexPage {
  segments: SegmentRow[];
  next: number;
}

/** Of `after` only what is later. */
export interface EventsPage {
  snapshot: View | null;
  steps: Step[];
  jumps: ToldJump[];
  next: number;
}

const keyed = (token: Key) => (token === undefined ? {} : { token });
const base = (lesson: string) => `/lessons/${encodeURIComponent(lesson)}/recording`;

export function recordingOf(lesson: string, key: Key): Promise<Recording> {
  return call(base(lesson), keyed(key));
}

/** The class sound's bytes are asked for before the recording's answer is there, to begin sooner. */
export function classSound(lesson: string): string {
  return `/api/v1${base(lesson)}/tracks/t00/media`;
}

export function indexPage(lesson: string, track: string, key: Key, after: number): Promise<IndexPage> {
  return call(`${base(lesson)}/tracks/${track}/index?after=${after}`, keyed(key));
}

/** `after` 0: from the beginning, with the snapshot. */
export function eventsPage(lesson: string, key: Key, after: number): Promise<EventsPage> {
  return call(`${base(lesson)}/events?after=${after}`, keyed(key));
}

/** Lets a media element read the files by itself, for a browser without Media Source Extensions. */
export function passFor(lesson: string, key: Key): Promise<void> {
  return call(`${base(lesson)}/pass`, { method: "POST", ...keyed(key) });
}

export function playlist(lesson: string): string {
  return `/api/v1${base(lesson)}/class.m3u8`;
}

/** Bytes `from` to `to` (not included) of a file; fewer when it ends before. */
export async function bytesOf(
  url: string,
  key: Key,
  from: number,
  to: number,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const headers = { Range: `bytes=${from}-${to - 1}`, ...(key !== undefined && bearer(key)) };
  try {
    const answer = await fetch(url, { headers, cache: "no-store", ...(signal && { signal }) });
    if (!answer.ok) throw await refusalOf(answer);
    const data = new Uint8Array(await answer.arrayBuffer());
    // A server or proxy that ignores Range sends everything (RFC 9110 section 14.2).
    return answer.status === 206 ? data : data.subarray(from, to);
  } catch (error) {
    if (error instanceof Refusal || (signal?.aborted ?? false)) throw error;
    throw new Refusal(0, "offline");
  }
}
