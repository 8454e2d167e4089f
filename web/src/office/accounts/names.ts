/** Finding people by what somebody types, and a login made of a name. Pure. */
import type { Account } from "./calls";

/** Letters without marks, small: "Đoàn Thế Bằng" is "doan the bang". */
export function plain(text: string): string {
  return text.replace(/[đĐ]/g, "d").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

/** "Nguyễn Thị Ngọc Lan" signs in as "lan.ntn", unless that is taken: then "lan.ntn2". */
export function loginFor(name: string, taken: ReadonlySet<string>): string {
  const words = plain(name)
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  const initials = words.slice(0, -1).map((word) => word[0]);
  const login = `${words.at(-1) ?? ""}.${initials.join("")}`;
  for (let n = 1; ; n++) {
    const tried = n === 1 ? login : `${login}${n}`;
    if (!taken.has(tried)) return tried;
  }
}

export function found(all: readonly Account[], text: string): Account[] {
  const part = plain(text);
  return all.filter(({ name, login }) => plain(name).includes(part) || (login ?? "").includes(part));
}
