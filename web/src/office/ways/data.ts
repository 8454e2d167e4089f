/** The calls about a class's ways in: of who is signed in, or of a homeroom teacher with the day's token. */
import { call } from "../../api/call";
import { absolute } from "../../api/linktoken";

export interface PupilWay {
  person: string;
  stt: number;
  name: string;
  /** UTC ms of the card; null: none yet. */
  issued_at: number | null;
  version: number;
  /** Wrong answers in a row. */
  tries: number;
  locked: boolean;
}

export interface ClassWays {
  /** Whether a class link is out. */
  linked: boolean;
  pupils: PupilWay[];
}

export interface NewCard {
  person: string;
  stt: number;
  name: string;
  pin: string;
  url: string;
  /** A picture (data: address) of the link. */
  qr: string;
  /** It ended an older card and the devices that came by it. */
  again: boolean;
}

export interface Cards {
  school: string;
  class_name: string;
  cards: NewCard[];
}

/** A token; undefined is the session's cookie, which the browser sends by itself. */
export type Key = string | undefined;

const part = encodeURIComponent;
const bearer = (token: Key) => (token === undefined ? {} : { token });
const post = <Answer>(path: string, token: Key, body?: unknown) =>
  call<Answer>(path, { method: "POST", ...bearer(token), ...(body !== undefined && { body }) });

export const waysOf = (id: string, token: Key) => call<ClassWays>(`/classes/${part(id)}/ways`, bearer(token));

export interface ClassLink {
  /** Whole. */
  url: string;
  /** A picture (data: address) of it. */
  qr: string;
}

/** A new link; the old one opens nothing any more. */
export async function newClassLink(id: string, token: Key): Promise<ClassLink> {
  const { url, qr } = await post<ClassLink>(`/classes/${part(id)}/link`, token);
  return { url: absolute(url, location.origin), qr };
}

/** Cards of these pupils; null: of all who have none. */
export const issueCards = (id: string, people: readonly string[] | null, token: Key) =>
  post<Cards>(`/classes/${part(id)}/cards`, token, people === null ? {} : { people });

export const cardAgain = (lesson: string, person: string, token: Key) =>
  post<Cards>(`/lessons/${part(lesson)}/people/${part(person)}/card`, token);

export const unlock = (person: string, token: Key) =>
  call<void>(`/people/${part(person)}/tries`, { method: "DELETE", ...bearer(token) });

export const guestLink = async (lesson: string, token: Key) =>
  absolute((await post<{ url: string }>(`/lessons/${part(lesson)}/guest-link`, token)).url, location.origin);
