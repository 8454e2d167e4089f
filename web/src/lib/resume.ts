// Which devices a teacher has on, kept in this tab so that a reload can turn them on again with one tap.

import type { SourceName } from "../generated/messages";

/** A screen is not among them: browsers ask anew which one to share. */
export type Device = "mic" | "camera";
const DEVICES: readonly Device[] = ["mic", "camera"];
const KEY = "bg.on";

export function rememberDevice(storage: Storage, lesson: string, source: SourceName, on: boolean): void {
  const known = new Set(rememberedDevices(storage, lesson));
  for (const device of DEVICES) {
    if (device !== source) continue;
    if (on) known.add(device);
    else known.delete(device);
  }
  storage.setItem(`${KEY}.${lesson}`, [...known].join(" "));
}

/** The microphone when nothing is known: who comes back to a running lesson wants to be heard. */
export function rememberedDevices(storage: Storage, lesson: string): Device[] {
  const stored = storage.getItem(`${KEY}.${lesson}`);
  if (stored === null) return ["mic"];
  const words = stored.split(" ");
  return DEVICES.filter((device) => words.includes(device));
}
