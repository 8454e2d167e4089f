/** Calls about the own account; they carry the session's cookie by themselves. */
import { call } from "../api/call";
import type { Me } from "../office/data";

export interface OwnSession {
  id: string;
  /** "Chrome, Windows"; empty when the browser did not say. */
  label: string;
  created_at: string | null;
  used_at: string | null;
  expires_at: string;
  current: boolean;
}

export const me = () => call<Me>("/session");

export const changePassword = (old: string, fresh: string) =>
  call<void>("/session/password", { method: "PUT", body: { old, new: fresh } });

export const resetPassword = (token: string, password: string) =>
  call<Me>("/session/reset", { method: "POST", body: { token, password } });

export const ownSessions = async () => (await call<{ sessions: OwnSession[] }>("/sessions")).sessions;

export const endSession = (id: string) =>
  call<void>(`/sessions/${encodeURIComponent(id)}`, { method: "DELETE" });

export const endOthers = () => call<void>("/sessions", { method: "DELETE" });

/** Where somebody goes who has just signed in: a teacher to the own day, others to the office pages. */
export async function startPage(who: Me): Promise<string> {
  if (who.must_change) return "/account";
  const teaches = who.roles.includes("teacher");
  const more = who.roles.some((role) => !["teacher", "homeroom", "department_head"].includes(role));
  if (!teaches || more) return "/office";
  return dayPage();
}

/** The address of the own day. */
export async function dayPage(): Promise<string> {
  return (await call<{ url: string }>("/session/day-token", { method: "POST" })).url;
}
