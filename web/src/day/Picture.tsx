/** A pupil's round picture: initials on a colour that stays the same for the same person. Decoration. */
import { initials } from "../lib/lesson/names";

const HUES = 8;

export function Picture({ person, name }: { person: string; name: string }) {
  return (
    <span class={`picture hue-${hueOf(person)}`} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

/** 0 to 7. */
export function hueOf(person: string): number {
  let sum = 7;
  for (const char of person) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 65_521;
  return sum % HUES;
}
