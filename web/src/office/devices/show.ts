/** Which pupils of the register are looked for, and who shares with whom. Pure. */
import type { Clash, DeviceRow } from "./data";

export const FILTERS = ["all", "unasked", "review", "without"] as const;
export type Filter = (typeof FILTERS)[number];

/** `today`: a date; a review is due on its day. */
export function passes({ entry }: DeviceRow, filter: Filter, today: string): boolean {
  if (filter === "unasked") return entry === null;
  if (filter === "review") return isDue(entry?.review_on ?? null, today);
  return filter === "all" || entry?.kind === "khong_co";
}

export const isDue = (reviewOn: string | null, today: string) => reviewOn !== null && reviewOn <= today;

/** Names of shared devices in use, each once. */
export function sharedNames(rows: readonly DeviceRow[]): string[] {
  return [...new Set(rows.flatMap(({ entry }) => entry?.shared_id ?? []))].sort();
}

/** The others who use the pupil's device: "Lê Gia Hân (8A4)". */
export function othersOf(row: DeviceRow, rows: readonly DeviceRow[]): string[] {
  const device = row.entry?.shared_id;
  if (!device) return [];
  return rows
    .filter((one) => one.person !== row.person && one.entry?.shared_id === device)
    .map(({ name, class_name: of }) => `${name} (${of})`);
}

/** By device and pair of pupils: their clashes in order of time. */
export function grouped(all: readonly Clash[]): Clash[][] {
  const groups = new Map<string, Clash[]>();
  for (const one of all) {
    const key = [one.device, ...one.people].join("|");
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}
