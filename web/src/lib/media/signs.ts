// What getStats says about whether a connection hears anything. Pure.

/** As much of a getStats entry as is read here. */
interface Entry {
  readonly type: string;
  readonly kind?: string;
  readonly responsesReceived?: number;
  readonly bytesReceived?: number;
  readonly packetsReceived?: number;
}

/** Grows whenever anything comes in: answers to ICE checks, media, reports. Browsers count different things. */
export function signsOfLife(report: Iterable<[string, Entry]>): number {
  let signs = 0;
  for (const [, { type, responsesReceived = 0, bytesReceived = 0, packetsReceived = 0 }] of report) {
    if (type === "candidate-pair") signs += responsesReceived + bytesReceived;
    if (type === "inbound-rtp") signs += packetsReceived;
  }
  return signs;
}

/** Packets of media received since the connection was built. */
export function mediaReceived(report: Iterable<[string, Entry]>): number {
  let packets = 0;
  for (const [, entry] of report) if (entry.type === "inbound-rtp") packets += entry.packetsReceived ?? 0;
  return packets;
}
