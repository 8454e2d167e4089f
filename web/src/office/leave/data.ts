/** The calls about leave notes: of who is signed in, or of a homeroom teacher with the day's token. */
import { call } from "../../api/call";

export const KINDS = ["don", "thieu_thiet_bi"] as const;
export type Kind = (typeof KINDS)[number];
/** Waiting, granted, refused. */
export type Status = "cho" | "P" | "tu_choi";

export interface LeaveNote {
  id: number;
  person_id: string;
  name: string;
  class_id: string | null;
  class_name: string;
  /** Dates, both included. */
  from_day: string;
  to_day: string;
  kind: Kind;
  reason: string;
  from_kind: "family" | "homeroom" | "office";
  /** UTC ms, as `decided_at`. */
  received_at: number;
  status: Status;
  decided_by: string | null;
  decided_at: number | null;
  /** The name of who decided. */
  decider: string;
}

export interface Notes {
  /** The newest first, at most 200. */
  notes: LeaveNote[];
  waiting: number;
}

export interface NewNote {
  person: string;
  from_day: string;
  to_day: string;
  reason: string;
  kind: Kind;
  granted: boolean;
}

/** The day's token; undefined is the session's cookie, which the browser sends by itself. */
export type Key = string | undefined;

const BASE = "/office/leave-notes";
const bearer = (token: Key) => (token === undefined ? {} : { token });

export function notes(token: Key, status?: Status, before?: number): Promise<Notes> {
  const asked = new URLSearchParams();
  if (status) asked.set("status", status);
  if (before !== undefined) asked.set("before", String(before));
  const query = asked.toString();
  return call<Notes>(query ? `${BASE}?${query}` : BASE, bearer(token));
}

export const decide = (id: number, status: Status, token: Key) =>
  call<LeaveNote>(`${BASE}/${id}`, { method: "PUT", body: { status }, ...bearer(token) });

export const takeIn = (note: NewNote, token: Key) =>
  call<LeaveNote>(BASE, { method: "POST", body: note, ...bearer(token) });
