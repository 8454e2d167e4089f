// The class chat as this browser knows it: lines by number, the newest live, older ones by page.

import { computed, signal } from "@preact/signals";
import type { ChatLine } from "../api";

/** Lines before a number, or the newest; a full page has 50. */
export type Page = (before?: number) => Promise<ChatLine[]>;

const FULL = 50;
/** So many of the newest lines are shown: more are slow to draw on an old phone. */
const SHOWN = 150;

export class Chat {
  private readonly known = signal<ReadonlyMap<number, ChatLine>>(new Map());
  /** All known lines, oldest first. */
  private readonly all = computed(() => [...this.known.value.values()].sort((a, b) => a.number - b.number));
  private readonly shown = signal(SHOWN);
  /** The server may have lines before the first known one. */
  private readonly unread = signal(false);
  /** The lines to show, oldest first. */
  readonly lines = computed(() => this.all.value.slice(-this.shown.value));
  /** Whether there may be older lines than these. */
  readonly more = computed(() => this.unread.value || this.all.value.length > this.shown.value);
  readonly loading = signal(false);
  /** Not a number: a page could not be had, and what was deleted meanwhile is not known. */
  private deletions = 0;
  private visit = 0;
  private running: Promise<void> | null = null;

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
   * knew at the last time. Lines it does not know are of a room that is no more: before a lesson begins, the school may
   * lead a class into another one.
   */
  async catchUp(last: number, deleted = 0): Promise<void> {
    if ((this.all.value.at(-1)?.number ?? 0) > last) this.forget();
    const same = deleted === this.deletions;
    this.deletions = deleted;
    if (last === 0 || (this.known.value.has(last) && same)) return;
    await this.fetch(undefined);
  }

  /** One may read nothing any more. */
  forget(): void {
    this.visit += 1;
    this.known.value = new Map();
    this.unread.value = false;
    this.shown.value = SHOWN;
    this.deletions = 0;
  }

  async older(): Promise<void> {
    if (this.loading.value) return;
    const { value: all } = this.all;
    const wanted = Math.min(this.shown.value, all.length) + FULL;
    this.shown.value = Math.max(SHOWN, wanted);
    if (this.unread.value && all.length < wanted) await this.fetch(all[0]?.number);
  }

  private async fetch(before: number | undefined): Promise<void> {
    while (this.running) await this.running;
    this.running = this.take(before);
    await this.running;
    this.running = null;
  }

  private async take(before: number | undefined): Promise<void> {
    const { visit } = this;
    this.loading.value = true;
    try {
      const lines = await this.page(before);
      if (visit === this.visit) this.took(lines, before === undefined);
    } catch {
      if (visit !== this.visit) return;
      this.unread.value = true; // the button stays, to try again
      this.deletions = Number.NaN;
    } finally {
      this.loading.value = false;
    }
  }

  private took(lines: readonly ChatLine[], newest: boolean): void {
    const full = lines.length >= FULL;
    const oldest = lines[0]?.number ?? 0;
    // More was written while we were away than a page holds: what is older is read again, or lines would be missing
    // between.
    if (newest && full && !lines.some(({ number }) => this.known.value.has(number))) {
      this.known.value = new Map([...this.known.value].filter(([number]) => number > oldest));
    }
    const first = this.all.value[0]?.number;
    if (!newest || first === undefined || (lines.length > 0 && oldest < first)) this.unread.value = full;
    this.add(lines);
  }

  private add(lines: readonly ChatLine[]): void {
    const next = new Map(this.known.value);
    for (const line of lines) next.set(line.number, line);
    this.known.value = next;
  }
}
