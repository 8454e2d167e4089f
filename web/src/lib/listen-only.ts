// "Chỉ nghe": which mode this device starts in. The person's own choice is remembered on the device.

import type { Mode } from "../generated/messages";
import { keep, recall } from "./device";

const KEY = "bg.mode";

interface NetworkInformation {
  type?: string;
  saveData?: boolean;
}

/** The choice made here before, else listening only where data is dear (cellular, or the browser saves data). */
export function startMode(stored: string | null, network: NetworkInformation | undefined): Mode {
  if (stored === "listen" || stored === "full") return stored;
  return network?.type === "cellular" || network?.saveData === true ? "listen" : "full";
}

export function rememberedMode(): Mode {
  const network = (navigator as Navigator & { connection?: NetworkInformation }).connection;
  return startMode(recall(KEY), network);
}

export function rememberMode(mode: Mode): void {
  keep(KEY, mode);
}
