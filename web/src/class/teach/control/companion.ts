// A link for the teacher's phone, with its code to scan.

import { call } from "../../../api/call";
import type { Entry } from "../../../lib/entry";

/** A camera over the notebook, or the whole lesson moves. */
export type Kind = "camera" | "move";

export interface Companion {
  url: string;
  /** RFC 3339. */
  expires_at: string;
  /** A data: address of the picture. */
  qr: string;
}

/** Strangers may come in by this link, as guests under the name they type. */
export function guestLink({ lesson, token }: Entry): Promise<Companion> {
  return call<Companion>(`/lessons/${lesson}/guest-link`, { method: "POST", token });
}

/** No guests' link of this lesson is good any more, and who came by one is out. */
export function endGuestLinks({ lesson, token }: Entry): Promise<void> {
  return call<void>(`/lessons/${lesson}/guest-link`, { method: "DELETE", token });
}

export function companion({ lesson, token }: Entry, kind: Kind): Promise<Companion> {
  return call<Companion>(`/lessons/${lesson}/companion`, { method: "POST", token, body: { kind } });
}
