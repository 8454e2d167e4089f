/** Whether somebody is signed in at the office. The proof is an HttpOnly cookie; here is only what it means. */
import { signal } from "@preact/signals";
import { startPage } from "../../account/calls";
import { call } from "../../api/call";
import { Refusal } from "../../lib/answer";
import { logOut, type Me, me, redeem } from "../data";

export type Session =
  | { state: "unknown" }
  | { state: "in"; me: Me }
  /** `why`: what brought the person back to the login form, or the failure of a one-time link. */
  | { state: "out"; why: "first" | "over" | "bye" }
  | { state: "failed"; error: unknown };

export const session = signal<Session>({ state: "unknown" });

export interface Ways {
  /** How the school's own sign-in provider is called; empty: it has no name; null: there is none. */
  oidc: string | null;
}

export const waysIn = () => call<Ways>("/session/ways");

/** Somebody has just signed in: a teacher goes to the own day, who has a temporary password changes it first. */
export async function enter(who: Me): Promise<void> {
  const address = await startPage(who);
  if (address === "/office") session.value = { state: "in", me: who };
  else location.assign(address);
}

/**
 * At the start: exchanges a one-time token for a session, else asks whether the cookie still holds.
 * `fresh`: the school's sign-in provider has just sent the person here.
 */
export async function begin(oneTime: string | null, fresh = false): Promise<void> {
  session.value = { state: "unknown" };
  try {
    const who = await (oneTime === null ? me() : redeem(oneTime));
    if (fresh || who.must_change) await enter(who);
    else session.value = { state: "in", me: who };
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

/** Signs out. Without the server the cookie stays: who leaves must know. */
export async function leave(): Promise<void> {
  try {
    await logOut();
  } catch (error) {
    if (!isSignedOut(error)) {
      session.value = { state: "failed", error };
      return;
    }
  }
  session.value = { state: "out", why: "bye" };
}

/** Whether who is signed in has the act, for the school or a part. The server asks again. */
export function may(act: string): boolean {
  return session.value.state === "in" && session.value.me.acts.includes(act);
}

function isSignedOut(error: unknown): boolean {
  return error instanceof Refusal && error.status === 401;
}
