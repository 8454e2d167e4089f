/** The calls about families: of who is signed in. */
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
  class_name: string;
  consent_text: string;
  rules: HouseRules | null;
  slips: Slip[];
}

const part = encodeURIComponent;
const of = (person: string) => `/office/people/${part(person)}`;

export const familiesOf = (id: string) => call<Families>(`/office/families/${part(id)}`);
export const makeSlips = (id: string, people: readonly string[]) =>
  call<Slips>(`/office/families/${part(id)}/links`, { method: "POST", body: { people } });

export const answersOf = async (person: string) =>
  (await call<{ answers: Answered[] }>(`${of(person)}/consent`)).answers;

export const enterSlip = (person: string, recording_consent: Consent, note: string) =>
  call<void>(`${of(person)}/consent`, { method: "PUT", body: { recording_consent, told_by: "slip", note } });
export const enterRules = (person: string, version: number) =>
  call<void>(`${of(person)}/rules`, { method: "PUT", body: { version } });
