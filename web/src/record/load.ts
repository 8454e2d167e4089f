/** Gets a record and its versions. The record's bytes are exactly what was hashed. */
import { call } from "../api/call";
import type { LessonRecord } from "../generated/record";
import type { Versions } from "./versions";

const path = (lesson: string) => `/lessons/${encodeURIComponent(lesson)}/record`;
const options = (token: string | undefined) => (token === undefined ? {} : { token });

/** The newest version unless one is named. */
export function recordOf(lesson: string, token: string | undefined, version?: number): Promise<LessonRecord> {
  const query = version === undefined ? "" : `?version=${version}`;
  return call<LessonRecord>(path(lesson) + query, options(token));
}

export function versionsOf(lesson: string, token: string | undefined): Promise<Versions> {
  return call<Versions>(`${path(lesson)}/versions`, options(token));
}
