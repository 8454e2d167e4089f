// The class chat as this browser knows it: lines by number, the newest live, older ones by page.

import { computed, signal } from "@preact/signals";
import type { ChatLine } from "../api";

export type Page = (before?: number) => Promise<ChatLine[]>;

export class Chat {
  private readonly known = signal<ReadonlyMap<number, ChatLine>>(new Map());
  /** All known lines, oldest first. */
  readonly lines = computed(() => [...this.known.value.values()].sort((a, b) => a.number - b.number));
  /** Whether there may be older lines than the first known one. */
  readonly more = signal(false);
  readonly loading = signal(false);
  private deletions = 0;

  constructor(private readonly page: Page) {}

  line(number: number): ChatLine | undefined {
    return this.known.value.get(number);
  }

  said(line: ChatLine): void {
    this.add([line]);
  }

  /** The line is a trace from now on. */
  deleted(number: number, by: string): void {
    this.deletions += 1;
    const line = this.known.value.get(number);
    if (line) this.add([{ ...line, deleted_by: by }]);
  }

  /**
   * Brings the newest lines when the lesson knows of one (`last`) that we do not, or of more deleted ones than we
   * knew at the last time.
   */
  async catchUp(last: number, deleted = 0): Promise<void> {
    const same = deleted === this.deletions;
    this.deletions = deleted;
    if (last === 0 || (this.known.value.has(last) && same)) return;
    await this.fetch(undefined);
  }

  /** One may read nothing any more. */
  forget(): void {
    this.known.value = new Map();
    this.more.value = false;
    this.deletions = 0;
  }

  async older(): Promise<void> {
    await this.fetch(this.lines.value[0]?.number);
  }

  private async fetch(before: number | undefined): Promise<void> {
    if (this.loading.value) return;
    this.loading.value = true;
    try {
      const lines = await this.page(before);
      const first = this.lines.value[0]?.number;
      this.add(lines);
      if (first === undefined || (lines[0]?.number ?? first) < first) this.more.value = lines.length >= 50;
    } catch {
      this.more.value = true; // the button stays, to try again
    } finally {
      this.loading.value = false;
    }
  }

  private add(lines: readonly ChatLine[]): void {
    const next = new Map(this.known.value);
    for (const line of lines) next.set(line.number, line);
    this.known.value = next;
  }
}
