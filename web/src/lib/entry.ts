// How one gets in: the token from the link, kept in this tab only, and what it says about its owner.

import { keepToken } from "../api/linktoken";
import type { Role } from "../generated/messages";
import { DEVICE, nameDevice } from "./bearer";

const TOKEN = "bg.token";
/** With the lesson's id after it: the token of a second pupil at this device, put there by the page one comes from. */
const ALSO = "also:";

export interface Entry {
  lesson: string;
  token: string;
  device: string;
  /** Tokens of a second pupil at this device. */
  also?: readonly string[];
}

/** What the token says. The server checks it; here it only chooses which card to show before the first answer. */
export interface Claims {
  name: string;
  role: Role;
  person?: string;
  /** Of a pupil who could not prove to be this one. */
  unproved?: boolean;
}

/** The lesson's id of a class page's path, `/l/{lesson}`. */
export function lessonOf(path: string): string | null {
  return /^\/l\/([A-Za-z0-9_.~-]{1,64})\/?$/.exec(path)?.[1] ?? null;
}

/**
 * Takes the token out of the address (so that it is in no history, screenshot or copied link) into this tab's
 * sessionStorage. Null: no token, neither in the address nor from before.
 */
export function enter(place: Location, history: History, storage: Storage): Entry | null {
  const lesson = lessonOf(place.pathname);
  if (lesson === null) return null;
  const token = keepToken(`${TOKEN}.${lesson}`, place, history, storage);
  if (token === null) return null;
  const also = storage.getItem(ALSO + lesson);
  const second = also !== null && also !== token ? { also: [also] } : {};
  const device = takeDevice(storage) ?? newDevice();
  nameDevice(device);
  return { lesson, token, device, ...second };
}

/** The link as it was given, to open it in another browser. */
export function linkOf(entry: Entry, origin: string): string {
  return `${origin}/l/${entry.lesson}#${entry.token}`;
}

export function claimsOf(token: string): Claims | null {
  try {
    const middle = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(middle), (char) => char.charCodeAt(0));
    const said = JSON.parse(new TextDecoder().decode(bytes)) as Partial<Claims>;
    return said.role && typeof said.name === "string" ? pick(said, said.name, said.role) : null;
  } catch {
    return null;
  }
}

function pick({ person, unproved }: Partial<Claims>, name: string, role: Role): Claims {
  return { name, role, ...(person && { person }), ...(unproved && { unproved }) };
}

/**
 * This tab's name. It is out of the storage while the page is open and put back when it goes (`keepDevice`), so that
 * a reload is the same device and a duplicated tab, which copies the storage, is another.
 */
export function takeDevice(storage: Storage): string | null {
  const device = storage.getItem(DEVICE);
  storage.removeItem(DEVICE);
  return device;
}

export function keepDevice(storage: Storage, device: string): void {
  storage.setItem(DEVICE, device);
}

function newDevice(): string {
  // crypto.randomUUID does not exist on insecure pages.
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
