/** The calls of the register. They carry the session's cookie by themselves. */
import { call } from "../../api/call";
import { absolute } from "../../api/linktoken";
import type { JoinLink } from "../../api/types";
import type { Consent } from "../data";

export type Kind = "student" | "teacher" | "staff";

export interface Person {
  id: string;
  kind: Kind;
  full_name: string;
  given_name: string;
  called: string | null;
  title: string | null;
  class_id: string | null;
  stt: number | null;
  sex: string | null;
  birth_date: string | null;
  moet_id: string | null;
  temporary_code: string | null;
  email: string | null;
  department_id: string | null;
  active: boolean;
  left_on: string | null;
  /** Null: not for the caller to know; then birth date and codes are left out, too. */
  recording_consent: Consent | null;
  /** Another pupil of the class has the same name. */
  namesake: boolean;
}

export interface Found {
  people: Person[];
  more: boolean;
}

export interface Whole {
  person: Person;
  codes: { kind: string; old: string | null; new: string | null; at: number; why: string }[];
  /** Whether the school keeps số định danh cá nhân. */
  citizen_ids: boolean;
  moves: { from_class: string | null; to_class: string | null; at: number; why: string }[];
}

export interface RegisterClass {
  id: string;
  code: string;
  grade: number;
  year: string;
  homeroom: string | null;
  session: string | null;
  active: boolean;
}

export interface Department {
  id: string;
  name: string;
  head_id: string | null;
}

export interface Register {
  classes: RegisterClass[];
  departments: Department[];
  year: string;
  /** False: only classes within the caller's reach, and nobody without a class. */
  whole: boolean;
}

export interface Step {
  class_id: string;
  code: string;
  to: string | null;
  pupils: number;
  /** A teacher's person id; null: nobody, or one who left. */
  homeroom: string | null;
  homeroom_name: string;
  keeps_homeroom: boolean;
}

export type StepAsked = Pick<Step, "class_id" | "to" | "keeps_homeroom">;

/** What is entered of a person; what is left out stays. */
export interface Fields {
  full_name?: string;
  given_name?: string;
  called?: string;
  title?: string;
  sex?: string;
  birth_date?: string | null;
  email?: string;
  department_id?: string | null;
}

const part = encodeURIComponent;
const one = (id: string) => `/office/people/${part(id)}`;
const REGISTER = "/office/register";
const send = <Answer>(method: "POST" | "PUT" | "PATCH", path: string, body: unknown = {}) =>
  call<Answer>(path, { method, body });

export interface Sought {
  kind: string;
  classId: string;
  words: string;
  left: boolean;
}

export function find({ kind, classId, words, left }: Sought): Promise<Found> {
  const query = new URLSearchParams();
  if (kind) query.set("kind", kind);
  if (classId) query.set("class", classId);
  if (words.trim()) query.set("q", words.trim());
  if (left) query.set("left", "true");
  return call<Found>(`/office/people?${query}`);
}

export const person = (id: string) => call<Whole>(one(id));
export const add = (body: { kind: Kind; fields: Fields; class_id: string | null; moet_id: string }) =>
  send<Whole>("POST", "/office/people", body);
export const change = (id: string, fields: Fields) => send<Whole>("PATCH", one(id), fields);
export const move = (id: string, classId: string, why: string, inOrder: boolean) =>
  send<Whole>("POST", `${one(id)}/move`, { class_id: classId, why, in_order: inOrder });
export const leave = (id: string, why: string, day: string) =>
  send<Whole>("POST", `${one(id)}/leave`, { why, ...(day && { day }) });
export const comeBack = (id: string) => call<Whole>(`${one(id)}/return`, { method: "POST" });
export const setCode = (id: string, moetId: string, why: string) =>
  send<Whole>("PUT", `${one(id)}/code`, { moet_id: moetId, why });
export const setCitizen = (id: string, number: string, why: string) =>
  send<Whole>("PUT", `${one(id)}/citizen-id`, { number, why });
export const reveal = (id: string) =>
  call<{ number: string | null }>(`${one(id)}/citizen-id/reveal`, { method: "POST" });
export const saveConsent = (id: string, recording_consent: Consent) =>
  send<void>("PUT", `${one(id)}/consent`, { recording_consent });

/** The link to the periods of a teacher's or pupil's day. */
export async function dayLink(id: string): Promise<string> {
  const { url } = await call<JoinLink>(`${one(id)}/day-link`, { method: "POST" });
  return absolute(url, location.origin);
}
export const numberByName = (classId: string) =>
  send<Found>("POST", `/office/classes/${part(classId)}/order`, { by: "name" });

export const register = () => call<Register>(REGISTER);
export const addClass = (code: string, grade: number) =>
  send<Register>("POST", `${REGISTER}/classes`, { code, grade });
export const changeClass = (
  id: string,
  body: Pick<RegisterClass, "code" | "grade" | "homeroom" | "session">,
) => send<Register>("PUT", `${REGISTER}/classes/${part(id)}`, body);
export const addDepartment = (body: Omit<Department, "id">) =>
  send<Register>("POST", `${REGISTER}/departments`, body);
export const changeDepartment = (id: string, body: Omit<Department, "id">) =>
  send<Register>("PUT", `${REGISTER}/departments/${part(id)}`, body);
export const removeDepartment = (id: string) =>
  call<Register>(`${REGISTER}/departments/${part(id)}`, { method: "DELETE" });
export const promotion = (year: string) =>
  call<{ steps: Step[] }>(`${REGISTER}/promotion?year=${part(year)}`);
export const promote = (year: string, steps: StepAsked[]) =>
  send<Register>("POST", `${REGISTER}/promotion`, { year, steps });
