/** The family's calls. The token says which pupil; nothing sent names one. */
import { call } from "../api/call";
import type { Consent } from "../office/data";

export interface Answered {
  answer: Consent;
  told_by: "family" | "slip" | "office";
  note: string;
  at: string;
}

export interface FamilyConsent {
  /** The school records lessons now. */
  recorded: boolean;
  /** The school's own words; empty: ours. */
  text: string;
  answer: Consent;
  answers: Answered[];
}

export interface HouseRules {
  version: number;
  title: string;
  rules: string[];
  at: string;
}

export interface Told {
  id: number;
  title: string;
  text: string;
  link: string;
  /** UTC ms. */
  at: number;
  read: boolean;
}

export interface FamilyHome {
  person: string;
  name: string;
  class_name: string;
  school: string;
  consent: FamilyConsent;
  rules: { rules: HouseRules; read: boolean } | null;
  notices: Told[];
  email: string;
  /** The school sends notices by e-mail. */
  mail: boolean;
  expires_at: string;
}

export const SHOWN = ["present", "late", "absent_unknown", "P", "K"] as const;
export type Shown = (typeof SHOWN)[number];

export interface OwnPeriod {
  day: string;
  session: string;
  period: number | null;
  subject: string;
  shown: Shown;
  source: "system" | "person" | "leave";
  at_school: boolean;
}

export interface OwnMonth {
  /** 2026-11 */
  month: string;
  periods: OwnPeriod[];
  totals: {
    held: number;
    present: number;
    late: number;
    excused: number;
    unexcused: number;
    unknown: number;
  };
}

export interface NewLeave {
  from_day: string;
  to_day: string;
  reason: string;
  kind: "don" | "thieu_thiet_bi";
}

export interface OwnLeave extends NewLeave {
  id: number;
  received_at: number;
  status: "cho" | "P" | "tu_choi";
}

export const DATA_KINDS = ["view", "correct", "withdraw", "restrict", "delete"] as const;
export type DataKind = (typeof DATA_KINDS)[number];

export interface OwnRequest {
  id: number;
  kind: DataKind;
  text: string;
  received_at: number;
  due_at: number;
  acknowledged_at: number | null;
  done_at: number | null;
  result: string;
}

export interface HandedIn {
  leave: OwnLeave[];
  requests: OwnRequest[];
}

export const come = (secret: string) =>
  call<{ token: string; expires_at: string }>("/family/sessions", { method: "POST", body: { secret } });
export const home = (token: string) => call<FamilyHome>("/family", { token });
export const monthOf = (token: string, month: string) =>
  call<OwnMonth>(`/family/attendance?month=${encodeURIComponent(month)}`, { token });
export const handedIn = (token: string) => call<HandedIn>("/family/handed-in", { token });

const send = <Answer>(token: string, method: "PUT" | "POST", path: string, body: unknown) =>
  call<Answer>(`/family${path}`, { method, token, body });

export const answerConsent = (token: string, answer: "dong_y" | "khong_dong_y" | "da_rut") =>
  send<FamilyConsent>(token, "PUT", "/consent", { answer });
export const acceptRules = (token: string, version: number) =>
  send<void>(token, "PUT", "/rules", { version });
export const readNotices = (token: string, notices: number[]) =>
  send<void>(token, "POST", "/notices/read", { notices });
export const saveEmail = (token: string, email: string) =>
  send<{ email: string }>(token, "PUT", "/email", { email });
export const handIn = (token: string, note: NewLeave) => send<HandedIn>(token, "POST", "/leave-notes", note);
export const ask = (token: string, kind: DataKind, text: string) =>
  send<HandedIn>(token, "POST", "/requests", { kind, text });
