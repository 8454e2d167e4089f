// Which way media takes, and which ways were tried without success, from what the browser measures. Pure.

export type Way = "udp" | "tcp" | "relay";

/** A way that got no answer. `port`: the server's; 0: of a relay, or unknown. */
export interface Tried {
  way: Way;
  port: number;
}

export interface Finding {
  /** "none": no way works (yet). */
  path: Way | "none";
  /** Empty while a way works, and before any was tried. */
  why: Tried[];
}

/** As much of a getStats entry as is read here. */
interface Entry {
  readonly type: string;
  readonly id?: string;
  readonly selectedCandidatePairId?: string;
  readonly localCandidateId?: string;
  readonly remoteCandidateId?: string;
  readonly selected?: boolean;
  readonly nominated?: boolean;
  readonly state?: string;
  readonly candidateType?: string;
  readonly protocol?: string;
  readonly port?: number;
}

const ORDER: readonly Way[] = ["udp", "tcp", "relay"];

/** `relays`: how many relays the connection was given. */
export function findPath(report: Iterable<[string, Entry]>, relays = 0): Finding {
  const entries = new Map(report);
  const selected = selectedPair(entries);
  if (selected) return { path: wayOf(entries, selected), why: [] };
  return { path: "none", why: triedWays(entries, relays) };
}

/** Chromium and Safari name it in the transport, Firefox marks the pair. */
function selectedPair(entries: Map<string, Entry>): Entry | undefined {
  for (const entry of entries.values()) {
    const named = entry.type === "transport" && entry.selectedCandidatePairId;
    const pair = named ? entries.get(named) : undefined;
    if (pair && works(pair)) return pair;
  }
  const pairs = [...entries.values()].filter((entry) => entry.type === "candidate-pair" && works(entry));
  return pairs.find((pair) => pair.selected) ?? pairs.find((pair) => pair.nominated);
}

const works = (pair: Entry): boolean => pair.state === "succeeded";

function wayOf(entries: Map<string, Entry>, pair: Entry): Way {
  const local = entries.get(pair.localCandidateId ?? "");
  if (local?.candidateType === "relay") return "relay";
  const remote = entries.get(pair.remoteCandidateId ?? "");
  return (local?.protocol ?? remote?.protocol) === "tcp" ? "tcp" : "udp";
}

function triedWays(entries: Map<string, Entry>, relays: number): Tried[] {
  const tried = new Map<Way, number>();
  for (const entry of entries.values()) {
    if (entry.type !== "candidate-pair") continue;
    const way = wayOf(entries, entry);
    const port = entries.get(entry.remoteCandidateId ?? "")?.port ?? 0;
    tried.set(way, way === "relay" ? 0 : port);
  }
  // A relay that does not answer gives no candidate, so no pair either.
  if (tried.size > 0 && relays > 0) tried.set("relay", 0);
  return ORDER.filter((way) => tried.has(way)).map((way) => ({ way, port: tried.get(way) ?? 0 }));
}

/** ms without a way after which something is in the way. */
export const PATIENCE = 6000;

export interface Seen {
  finding: Finding;
  /** No way works though one is wanted, for long enough to say so. */
  blocked: boolean;
}

/** Findings over time: connections are built anew, what was tried with the last one still counts. */
export class Watch {
  private since: number | null = null;
  private why: Tried[] = [];

  /** `finding`: null while there is no connection. `wanted`: one should work, and the server itself is reached. */
  sample(now: number, finding: Finding | null, wanted: boolean): Seen {
    if (finding && finding.path !== "none") {
      this.since = null;
      this.why = [];
      return { finding, blocked: false };
    }
    this.since = wanted ? (this.since ?? now) : null;
    if (finding && finding.why.length > 0) this.why = finding.why;
    const blocked = this.since !== null && now - this.since >= PATIENCE;
    return { finding: { path: "none", why: this.why }, blocked };
  }
}
