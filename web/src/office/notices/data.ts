/** The calls about notices. */
import { call } from "../../api/call";

export interface SentNotice {
  id: number;
  class_id: string | null;
  person_id: string | null;
  person_name: string;
  title: string;
  text: string;
  link: string;
  /** UTC ms. */
  at: number;
  /** Addresses it goes to by e-mail; of these `emailed` are gone, `failed` will not go. */
  mails: number;
  emailed: number;
  failed: number;
  reads: number;
}

/** How sending e-mail goes: why nothing can be sent, since when (UTC ms), and how many letters wait. */
export interface Mailing {
  trouble: "" | "away" | "tls" | "login" | "sender";
  since: number | null;
  waiting: number;
}

export interface Sent {
  notices: SentNotice[];
  /** The school sends e-mail. */
  mail: boolean;
  mailing: Mailing;
}

export interface NewNotice {
  title: string;
  text: string;
  link: string;
  class: string | null;
  person: string | null;
  email: boolean;
}

export const sent = () => call<Sent>("/office/notices");
export const send = (body: NewNotice) =>
  call<{ id: number; mails: number }>("/office/notices", { method: "POST", body });

/** What one pastes where the class reads. */
export function messageOf(
  { title, text, link }: Pick<NewNotice, "title" | "text" | "link">,
  origin: string,
): string {
  const whole = link.startsWith("/") ? new URL(link, origin).href : link;
  return [title.trim(), text.trim(), whole].filter(Boolean).join("\n\n");
}
