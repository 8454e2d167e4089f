// "Chỉ nghe" of the replay: no byte of a picture is read. The choice is remembered on the device.

import { keep, recall } from "../lib/device";

export type Watching = "full" | "listen";

const KEY = "bg.replay.mode";

/** Network Information API, where there is one. */
export interface Network {
  type?: string;
  effectiveType?: string;
  saveData?: boolean;
}

/** The choice made here before, else only sound where data is dear or slow. */
export function firstMode(stored: string | null, network: Network | undefined): Watching {
  if (stored === "full" || stored === "listen") return stored;
  const slow = /^(slow-2g|2g|3g)$/.test(network?.effectiveType ?? "");
  return slow || network?.saveData === true || network?.type === "cellular" ? "listen" : "full";
}

export function rememberedMode(): Watching {
  const network = (navigator as Navigator & { connection?: Network }).connection;
  return firstMode(recall(KEY), network);
}

export function rememberMode(mode: Watching): void {
  keep(KEY, mode);
}
