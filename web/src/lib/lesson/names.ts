// How people are called on the screens. Names are printed exactly as stored; titles are never guessed.

import type { PersonView } from "../../generated/messages";

/** "cô Lan" for a member of staff with a title, else null: then the catalogue's "thầy cô" is used. */
export function titled(person: { name: string; title?: string | null } | null | undefined): string | null {
  if (!person?.title) return null;
  return `${person.title} ${givenName(person.name)}`;
}

export function capital(text: string): string {
  const first = text.codePointAt(0);
  if (first === undefined) return text;
  const letter = String.fromCodePoint(first);
  return letter.toLocaleUpperCase("vi") + text.slice(letter.length);
}

/** One or two letters for a round picture: "Nguyễn Minh Anh" gives "MA", "Lê Vy" gives "LV". */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).slice(-2);
  return words.map((word) => capital(Array.from(word)[0] ?? "")).join("");
}

/** Full names by person; pupils who share a name are told apart by their place in the class list. */
export function labels(people: Readonly<Record<string, PersonView>>): Map<string, string> {
  const count = new Map<string, number>();
  for (const { name } of Object.values(people)) count.set(name, (count.get(name) ?? 0) + 1);
  const labelled = new Map<string, string>();
  for (const [id, { name, stt }] of Object.entries(people)) {
    const shared = (count.get(name) ?? 0) > 1 && stt !== undefined;
    labelled.set(id, shared ? `${name} (${stt})` : name);
  }
  return labelled;
}

/** The last word of a Vietnamese full name, which people are called by. */
export function givenName(fullName: string): string {
  return fullName.trim().split(/\s+/).at(-1) ?? fullName;
}
