// Which layers of our own sources somebody takes, as the server says; what nobody takes rests. Pure. The server holds
// back a word of less for some seconds: each start costs a key frame.

import type { SourceName } from "../../generated/messages";

export class Wanted {
  private told: Readonly<Partial<Record<SourceName, readonly string[]>>> = {};

  /** The server's newest word. */
  tell(told: Readonly<Partial<Record<SourceName, readonly string[]>>>): void {
    this.told = told;
  }

  /** What was said no longer counts for this source: it is new, or the server cannot be heard. All is sent. */
  forget(source: SourceName): void {
    const { [source]: _, ...rest } = this.told;
    this.told = rest;
  }

  /** A source that is not named sends all. "": the server knows this source as one without layers. */
  active(source: SourceName, rid: string): boolean {
    return this.told[source]?.some((one) => one === rid || one === "") ?? true;
  }
}
