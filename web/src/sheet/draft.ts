/**
 * What somebody is writing in a period's sheet: saved by itself while the lesson runs, by a tap afterwards (each
 * saving is then a version of the record). What is not saved yet stays in this tab's storage, so that a reload or a
 * dead network loses no word. No component.
 */
import { computed, signal } from "@preact/signals";
import { ChangedMeanwhile, type Kept, PARTS, type Part, saveSheet, sheetOf, type Text } from "./api";

/** So long (ms) after the last key a draft is saved; so long after a failure it is tried again. */
const QUIET = 1200;
const AGAIN = 5000;

export interface Server {
  load(): Promise<Kept>;
  save(text: Text, version: number, why: string): Promise<Kept>;
}

export function serverOf(lesson: string, token: string | undefined): Server {
  return {
    load: () => sheetOf(lesson, token),
    save: (text, version, why) => saveSheet(lesson, token, text, version, why),
  };
}

/** "unread": the server's sheet could not be had, so there is nothing to write on. */
export type State = "loading" | "unread" | "clean" | "unsaved" | "saving" | "saved" | "failed";

export class Draft {
  readonly text = signal<Text>({ title: "", remark: "", homework: "" });
  readonly state = signal<State>("loading");
  /** Why the last load or save failed. */
  readonly failure = signal<unknown>(null);
  /** Somebody else's sheet, saved after ours was read, while there is something to decide. */
  readonly theirs = signal<Kept | null>(null);
  /** Somebody else's sheet that was joined with ours without any question. */
  readonly joined = signal<Kept | null>(null);
  readonly savedAt = signal<string | null>(null);
  /** The parts where both wrote something else. */
  readonly disputed = computed(() => {
    const { value: theirs } = this.theirs;
    return theirs ? PARTS.filter((part) => this.disputes(part, theirs)) : [];
  });
  private base: Kept | null = null;
  /** What both wrote on top of, while `theirs` is there; null when that is no longer known. */
  private common: Text | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private saving: Promise<void> | null = null;

  constructor(
    private readonly server: Server,
    private readonly lesson: string,
    private readonly storage: Storage,
    /** Whether each saving waits for a tap. */
    private ended: boolean,
  ) {}

  async load(): Promise<void> {
    this.state.value = "loading";
    try {
      this.base = await this.server.load();
    } catch (error) {
      this.failure.value = error;
      this.state.value = "unread";
      return;
    }
    this.failure.value = null;
    this.savedAt.value = this.base.at;
    this.text.value = textOf(this.base);
    this.state.value = "clean";
    this.remembered();
  }

  write(part: Part, words: string): void {
    this.text.value = { ...this.text.value, [part]: words };
    this.remember();
    this.state.value = this.changed() ? "unsaved" : "clean";
    if (!this.ended) this.saveSoon(QUIET);
  }

  /** The lesson is over: what was written before is still saved, then only taps save. */
  end(): void {
    if (this.ended) return;
    const waiting = this.timer !== undefined;
    this.ended = true;
    clearTimeout(this.timer);
    if (waiting) void this.save();
  }

  /** Saves what is written; `why` for a version of the record. */
  async save(why = ""): Promise<void> {
    while (this.saving) await this.saving;
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.base || !this.changed() || this.theirs.value) return;
    this.saving = this.put(this.base, why);
    await this.saving;
    this.saving = null;
  }

  /** Takes the other's words for one part. */
  take(part: Part): void {
    const { value: theirs } = this.theirs;
    if (theirs) this.write(part, theirs[part]);
    this.settle();
    if (!this.ended && this.changed()) this.saveSoon(QUIET);
  }

  /** The own words stand, on top of the other's version. */
  async keepMine(why = ""): Promise<void> {
    this.base = this.theirs.value ?? this.base;
    this.theirs.value = null;
    await this.save(why);
  }

  close(): void {
    clearTimeout(this.timer);
    if (!this.ended) void this.save();
  }

  private async put(base: Kept, why: string): Promise<void> {
    const sent = this.text.value;
    this.joined.value = null;
    this.state.value = "saving";
    try {
      // The server tidies blanks at the ends; here they stay, or the words would jump while somebody writes.
      this.base = { ...(await this.server.save(sent, base.version, why)), ...sent };
    } catch (error) {
      if (error instanceof ChangedMeanwhile) return this.meet(base, error.now, why);
      this.failed(error);
      return;
    }
    this.failure.value = null;
    this.savedAt.value = this.base.at;
    const more = this.text.value !== sent;
    this.remember();
    this.state.value = more ? "unsaved" : "saved";
    if (more && !this.ended) this.saveSoon(QUIET);
  }

  /** Parts we did not touch become theirs; what both changed is for a person to decide. */
  private async meet(base: Kept, theirs: Kept, why: string): Promise<void> {
    const mine = this.text.value;
    const joint = PARTS.map((part) => [part, mine[part] === base[part] ? theirs[part] : mine[part]]);
    this.text.value = Object.fromEntries(joint) as unknown as Text;
    this.common = textOf(base);
    this.theirs.value = theirs;
    this.state.value = "unsaved";
    this.remember();
    if (this.disputed.value.length > 0) return;
    this.settle();
    if (this.base && this.changed()) await this.put(this.base, why);
    this.joined.value = theirs;
  }

  /** Nothing left in dispute: go on from their version. */
  private settle(): void {
    if (!this.theirs.value || this.disputed.value.length > 0) return;
    this.base = this.theirs.value;
    this.theirs.value = null;
    this.remember();
    this.savedAt.value = this.base.at;
    this.state.value = this.changed() ? "unsaved" : "saved";
  }

  private failed(error: unknown): void {
    this.failure.value = error;
    this.state.value = "failed";
    if (!this.ended) this.saveSoon(AGAIN);
  }

  private saveSoon(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), ms);
  }

  private changed(): boolean {
    const { base, text } = this;
    return base !== null && PARTS.some((part) => text.value[part] !== base[part]);
  }

  private disputes(part: Part, theirs: Kept): boolean {
    const changed = this.common === null || this.common[part] !== theirs[part];
    return changed && this.text.value[part] !== theirs[part];
  }

  private get key(): string {
    return `bg.sheet.${this.lesson}`;
  }

  private remember(): void {
    if (!this.changed()) this.storage.removeItem(this.key);
    else this.storage.setItem(this.key, JSON.stringify({ ...this.text.value, version: this.base?.version }));
  }

  /** What an earlier page of this tab did not get saved. */
  private remembered(): void {
    const { base } = this;
    const left = kept(this.storage.getItem(this.key));
    if (!base || !left) return;
    this.text.value = { title: left.title, remark: left.remark, homework: left.homework };
    this.remember();
    if (!this.changed()) return;
    this.state.value = "unsaved";
    if (left.version === base.version) {
      if (!this.ended) this.saveSoon(QUIET);
    } else {
      this.common = null;
      this.theirs.value = base;
    }
  }
}

function textOf({ title, remark, homework }: Text): Text {
  return { title, remark, homework };
}

/** What stood in the storage, if it is ours. */
function kept(stored: string | null): (Text & { version: number }) | null {
  try {
    const found = JSON.parse(stored ?? "null") as Partial<Text & { version: number }> | null;
    const whole = found && PARTS.every((part) => typeof found[part] === "string");
    return whole && typeof found.version === "number" ? (found as Text & { version: number }) : null;
  } catch {
    return null;
  }
}
