/** Accounts and roles: the office's calls. */
import { call } from "../../api/call";
import { absolute } from "../../api/linktoken";

export interface Account {
  /** Null: no account yet. */
  id: string | null;
  login: string | null;
  person: string | null;
  name: string;
  given_name: string;
  title: string | null;
  kind: "teacher" | "staff" | "inspector" | null;
  role: "office" | "person";
  must_change: boolean;
  /** Of a temporary password. */
  password_until: string | null;
  disabled: boolean;
  by_password: boolean;
  by_oidc: boolean;
  last_login: string | null;
  open_sessions: number;
}

export const GIVEN = ["office", "head", "deputy", "technician", "inspector"] as const;
export type Given = (typeof GIVEN)[number];

export interface Role {
  id: number;
  person: string;
  role: Given;
  from_day: string | null;
  to_day: string | null;
  decision: string;
}

export type Way = "password" | "link";

/** Shown once: to hand over. */
export interface Secret {
  id: string;
  login: string;
  password: string | null;
  url: string | null;
  expires_at: string;
}

export interface Term {
  role: Given;
  from_day: string | null;
  to_day: string | null;
  decision: string;
}

export interface Inspector {
  name: string;
  title: string;
  login: string;
  from_day: string;
  to_day: string;
  decision: string;
}

const part = encodeURIComponent;
const whole = (secret: Secret): Secret => ({
  ...secret,
  url: secret.url && absolute(secret.url, location.origin),
});
const post = <Answer>(path: string, body: unknown) => call<Answer>(path, { method: "POST", body });

export interface Everybody {
  accounts: Account[];
  roles: Role[];
}

export async function everybody(): Promise<Everybody> {
  const [{ accounts }, { roles }] = await Promise.all([
    call<{ accounts: Account[] }>("/office/accounts"),
    call<{ roles: Role[] }>("/office/roles"),
  ]);
  return { accounts, roles };
}

export const makeAccount = async (person: string, login: string, way: Way) =>
  whole(await post<Secret>("/office/accounts", { person, login, way }));

export const resetAccount = async (id: string, way: Way) =>
  whole(await post<Secret>(`/office/accounts/${part(id)}/reset`, { way }));

export const setDisabled = (id: string, disabled: boolean) =>
  call(`/office/accounts/${part(id)}`, { method: "PUT", body: { disabled } });

export const signOut = async (id: string) =>
  (await call<{ ended: number }>(`/office/accounts/${part(id)}/sessions`, { method: "DELETE" })).ended;

export const giveRole = (person: string, term: Term) => post("/office/roles", { person, ...term });
export const takeRole = (id: number) => call(`/office/roles/${id}`, { method: "DELETE" });
export const addInspector = async (who: Inspector) => whole(await post<Secret>("/office/inspectors", who));
