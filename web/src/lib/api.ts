// The few HTTP calls of a class page: the lesson's card, older chat, and the two media endpoints.

import { answerOf } from "./answer";
import { bearer } from "./bearer";

export interface LessonCard {
  id: string;
  title: string;
  subject: string;
  class_name: string;
  period: string;
  teacher: { id: string; name: string; title: string | null } | null;
  starts_at: string;
  ends_at: string;
  phase: "planned" | "waiting" | "live" | "ended";
  started_at: string | null;
  ended_at: string | null;
  /** The school's policy for this lesson: what consenting people send is kept. */
  recording: boolean;
}

/** The lesson one comes into. */
export interface VisitedLesson extends LessonCard {
  /** Of the room's classes those whose cards the caller may issue. */
  cards_of: readonly string[];
}

export interface ChatLine {
  number: number;
  /** UTC ms. */
  at: number;
  person: string;
  name: string;
  /** Empty where the line was deleted and one may not read it any more. */
  text: string;
  reply_to: number | null;
  /** "class", "teachers", or the person it is for. */
  to: string;
  /** Who deleted it; null while it stands. */
  deleted_by: string | null;
}

export async function lessonCard(lesson: string, token: string): Promise<VisitedLesson> {
  return (await (await ask(`/api/v1/lessons/${lesson}`, token)).json()) as VisitedLesson;
}

/** Up to 50 lines older than `before` (or the newest), newest last. */
export async function chatPage(lesson: string, token: string, before?: number): Promise<ChatLine[]> {
  const query = before === undefined ? "" : `&before=${before}`;
  const answer = await ask(`/api/v1/lessons/${lesson}/chat?limit=50${query}`, token);
  const page = (await answer.json()) as { messages: (Omit<ChatLine, "at"> & { at: number | string })[] };
  return page.messages.map((line) => ({ ...line, at: new Date(line.at).getTime() }));
}

export interface Session {
  answer: string;
  location: string;
}

/** WHIP (RFC 9725) or WHEP: offer in, answer and the session's address out. */
export async function postOffer(
  path: string,
  token: string,
  offer: string,
  signal?: AbortSignal,
): Promise<Session> {
  const answer = await ask(path, token, {
    method: "POST",
    headers: { "Content-Type": "application/sdp" },
    body: offer,
    ...(signal && { signal }),
  });
  return { answer: await answer.text(), location: answer.headers.get("Location") ?? "" };
}

/** Restarts ICE of a session (RFC 9725 §4.3.3): our new credentials in, the server's new ones out. */
export async function patchSession(
  location: string,
  token: string,
  fragment: string,
  signal: AbortSignal,
): Promise<string> {
  const headers = { "Content-Type": "application/trickle-ice-sdpfrag", "If-Match": "*" };
  const answer = await ask(location, token, { method: "PATCH", headers, body: fragment, signal });
  return answer.text();
}

/** Ends a media session; works while the page goes away. Errors do not matter: the session ends by itself later. */
export function endSession(location: string, token: string): void {
  if (location === "") return;
  ask(location, token, { method: "DELETE", keepalive: true }).catch(() => undefined);
}

function ask(path: string, token: string, init: RequestInit = {}): Promise<Response> {
  return answerOf(path, { ...init, headers: { ...init.headers, ...bearer(token) } });
}
