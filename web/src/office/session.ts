/** Whether somebody is signed in at the office. The proof is an HttpOnly cookie; here is only what it means. */
import { signal } from "@preact/signals";
import { Refusal } from "../lib/api";
import { logOut, type Me, me, redeem } from "./data";

export type Session =
  | { state: "unknown" }
  | { state: "in"; me: Me }
  /** `why`: what brought the person back to the login form, or the failure of a one-time link. */
  | { state: "out"; why: "first" | "over" | "bye" }
  | { state: "failed"; error: unknown };

export const session = signal<Session>({ state: "unknown" });

/** At the start: exchanges a one-time token for a session, else asks whether the cookie still holds. */
export async function begin(oneTime: string | null): Promise<void> {
  session.value = { state: "unknown" };
  try {
    session.value = { state: "in", me: await (oneTime === null ? me() : redeem(oneTime)) };
  } catch (error) {
    const nobody = oneTime === null && isSignedOut(error);
    session.value = nobody ? { state: "out", why: "first" } : { state: "failed", error };
  }
}

/** Looks at a failed call: an ended session brings the login form back. True when it was that. */
export function noticeSignedOut(error: unknown): boolean {
  if (!isSignedOut(error)) return false;
  session.value = { state: "out", why: "over" };
  return true;
}

export async function leave(): Promise<void> {
  await logOut().catch(() => undefined); // without the server the cookie stays; the page is closed all the same
  session.value = { state: "out", why: "bye" };
}

function isSignedOut(error: unknown): boolean {
  return error instanceof Refusal && error.status === 401;
}
