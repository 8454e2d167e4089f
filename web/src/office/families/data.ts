/** The calls about families: of who is signed in, or of a homeroom teacher with the day's token. */
import { call } from "../../api/call";
import type { Answered, HouseRules } from "../../family/data";
import type { Consent } from "../data";

export interface FamilyLine {
  person: string;
  stt: number;
  name: string;
  consent: Consent;
  /** UTC ms, as all times here; null: never. */
  answered_at: number | null;
  answered_by: Answered["told_by"] | null;
  rules: ("pupil" | "family")[];
  /** A link is out and not opened yet. */
  link_until: number | null;
  opened_at: number | null;
  email: boolean;
}

export interface Families {
  class_id: string;
  class_name: string;
  /** Of the rules that hold; null: there are none. */
  version: number | null;
  pupils: FamilyLine[];
}

export interface Slip {
  person: string;
  stt: number;
  name: string;
  /** Whole. */
  url: string;
  /** A picture (data: address) of it. */
  qr: string;
  expires_at: string;
}

export interface Slips {
  school: string;
  superior: string;
  class_name: string;
  consent_text: string;
  rules: HouseRules | null;
  slips: Slip[];
}

/** The day's token; undefined is the session's cookie, which the browser sends by itself. */
export type Key = string | undefined;

const part = encodeURIComponent;
const bearer = (token: Key) => (token === undefined ? {} : { token });
const of = (person: string) => `/office/people/${part(person)}`;

export const familiesOf = (id: string, token: Key) =>
  call<Families>(`/office/families/${part(id)}`, bearer(token));
export const makeSlips = (id: string, people: readonly string[], token: Key) =>
  call<Slips>(`/office/families/${part(id)}/links`, { method: "POST", body: { people }, ...bearer(token) });

export const answersOf = async (person: string, token: Key) =>
  (await call<{ answers: Answered[] }>(`${of(person)}/consent`, bearer(token))).answers;

export const enterSlip = (person: string, recording_consent: Consent, note: string, token: Key) =>
  call<void>(`${of(person)}/consent`, {
    method: "PUT",
    body: { recording_consent, told_by: "slip", note },
    ...bearer(token),
  });
export const enterRules = (person: string, version: number, token: Key) =>
  call<void>(`${of(person)}/rules`, { method: "PUT", body: { version }, ...bearer(token) });
