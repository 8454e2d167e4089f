/** The calls of who is not signed in: a class's link, a card, a guests' link. */
import { call } from "../api/call";
import type { JoinLink } from "../api/types";
import type { Sibling } from "../lib/siblings";

export interface Tile {
  person: string;
  stt: number;
  name: string;
  /** What tells namesakes apart, when somebody entered it. */
  called: string | null;
}

export interface ClassBoard {
  school: string;
  class_id: string;
  class_name: string;
  pupils: Tile[];
}

export interface Came extends Sibling {
  /** False: too many wrong answers, a teacher must admit. */
  proved: boolean;
}

export interface GuestLesson {
  lesson: string;
  title: string;
  subject: string;
  class_name: string;
  starts_at: string;
}

const post = <Answer>(path: string, body: unknown) => call<Answer>(path, { method: "POST", body });
const ofClass = (id: string) => `/ways/${encodeURIComponent(id)}`;

export const openClass = (id: string, secret: string) => post<ClassBoard>(ofClass(id), { secret });

export const answer = (id: string, secret: string, person: string, digits: string) =>
  post<Came>(`${ofClass(id)}/answers`, { secret, person, digits });

/** Whether what the device remembers of a pupil still opens the day: then nothing is asked. */
export const opens = ({ token }: Sibling) =>
  call<unknown>("/day", { token }).then(
    () => true,
    () => false,
  );

/** `mark`: "person.key", what stands behind # in the card's link. */
export function comeByCard(mark: string): Promise<Came> {
  const cut = mark.lastIndexOf(".");
  return post<Came>("/ways/cards", { person: mark.slice(0, Math.max(0, cut)), key: mark.slice(cut + 1) });
}

export const openGuests = (link: string) => post<GuestLesson>("/ways/guests", { link });
export const comeAsGuest = (link: string, name: string) =>
  post<JoinLink>("/ways/guests/tokens", { link, name });
