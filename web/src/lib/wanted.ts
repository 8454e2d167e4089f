// Which layers of our own sources somebody takes, as the server says; what nobody takes rests. Pure. Times in ms.

import type { SourceName } from "../generated/messages";

/** A layer rests when nobody took it for this long: each start costs a key frame. One that is wanted starts at once. */
export const REST_AFTER = 5_000;

type Told = Readonly<Partial<Record<SourceName, readonly string[]>>>;

export class Wanted {
  private told: Told = {};
  /** Source and rid → until when it is sent though nobody takes it. */
  private readonly until = new Map<string, number>();

  /** The server's newest word. `rids`: what each source has. */
  tell(told: Told, rids: Readonly<Partial<Record<SourceName, readonly string[]>>>, now: number): void {
    for (const [source, all] of Object.entries(rids) as [SourceName, readonly string[]][]) {
      for (const rid of all) {
        const key = `${source} ${rid}`;
        if (names(told, source, rid)) this.until.delete(key);
        else if (names(this.told, source, rid)) this.until.set(key, now + REST_AFTER);
      }
    }
    this.told = told;
  }

  /** What was said no longer counts for this source: it is new, or the server cannot be heard. All is sent. */
  forget(source: SourceName): void {
    const { [source]: _, ...rest } = this.told;
    this.told = rest;
  }

  active(source: SourceName, rid: string, now: number): boolean {
    return names(this.told, source, rid) || now < (this.until.get(`${source} ${rid}`) ?? 0);
  }

  /** When `active` changes by itself the next time; null: never. */
  dueAt(now: number): number | null {
    const coming = [...this.until.values()].filter((until) => until > now);
    return coming.length === 0 ? null : Math.min(...coming);
  }
}

/** A source that is not named sends all. "": the server knows this source as one without layers. */
function names(told: Told, source: SourceName, rid: string): boolean {
  return told[source]?.some((one) => one === rid || one === "") ?? true;
}
