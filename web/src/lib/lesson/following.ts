// What this browser knows of the lesson: the last snapshot plus the patches of the events since. Pure.

import type { PersonalEvent, Snapshot, View } from "../../generated/messages";
import { type Json, merge } from "./merge";

export type Applied = "new" | "old" | "gap";

export class Following {
  epoch: string | undefined;
  /** The number of the last event the view includes. */
  number = 0;
  view: View | undefined;

  snapshot(snapshot: Snapshot): void {
    this.epoch = snapshot.epoch;
    this.number = snapshot.number;
    this.view = snapshot.view;
  }

  /** "gap": events are missing or the server started anew, so a snapshot is needed; nothing was applied. */
  event(delivery: PersonalEvent): Applied {
    if (this.view === undefined || delivery.epoch !== this.epoch) return "gap";
    if (delivery.number <= this.number) return "old";
    if (delivery.number !== this.number + 1) return "gap";
    this.number = delivery.number;
    this.view = merge(this.view as unknown as Json, delivery.patch) as unknown as View;
    return "new";
  }

  /** Forgets, so that the next connect asks for a snapshot. */
  forget(): void {
    this.epoch = undefined;
  }

  /** What to say at a connect to get only what was missed. */
  resume(): { epoch: string; number: number } | undefined {
    return this.epoch === undefined ? undefined : { epoch: this.epoch, number: this.number };
  }
}
