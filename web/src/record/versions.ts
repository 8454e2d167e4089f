/** Which versions a lesson's record has, and what removed ones left. Times are RFC 3339. */
import type { Who } from "../generated/record";

export interface Version {
  readonly version: number;
  readonly made_at: string;
  /** Null: the server, at the lesson's end. */
  readonly by: Who | null;
  readonly why: string;
  readonly hash: string;
}

export interface Removed {
  readonly id: string;
  readonly version: number;
  readonly hash: string;
  readonly reason: string;
  readonly decision: string;
  readonly by: Who;
  readonly at: string;
}

export interface Versions {
  readonly versions: readonly Version[];
  readonly removed: readonly Removed[];
}
