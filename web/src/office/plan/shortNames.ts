/** How teachers are called in a crowded table: by the given name; those who share it by as much more as tells them apart. */
import type { Teacher } from "../data";

/** By id: "Lan", or "Ngọc Lan" and "Thu Lan", or the whole name. */
export function shortNames(teachers: readonly Teacher[]): Map<string, string> {
  const words = new Map(teachers.map(({ id, name }) => [id, name.trim().split(/\s+/)]));
  const found = new Map<string, string>();
  const longest = Math.max(1, ...[...words.values()].map(({ length }) => length));
  for (let count = 1; count <= longest; count++) {
    const open = [...words].filter(([id]) => !found.has(id));
    const endings = open.map(([id, name]) => [id, name.slice(-count).join(" ")] as const);
    for (const [id, ending] of endings) {
      const taken = endings.some(([other, text]) => other !== id && text === ending);
      if (!taken || count >= (words.get(id)?.length ?? 0)) found.set(id, ending);
    }
  }
  return found;
}

/** By given name, then the rest, in the Vietnamese alphabet. */
export function byGivenName(teachers: readonly Teacher[]): Teacher[] {
  const key = ({ name }: Teacher) => {
    const words = name.trim().split(/\s+/);
    return [words.at(-1) ?? "", ...words.slice(0, -1)].join(" ");
  };
  return [...teachers].sort((one, other) => key(one).localeCompare(key(other), "vi"));
}
