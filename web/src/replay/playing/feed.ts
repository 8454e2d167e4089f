// Feeds one media element with one track: reads byte ranges ahead of the position and appends them, drops what is
// behind. What to do next is decided in buffer.ts; here it is done, one thing at a time, and tried again.

import { signal } from "@preact/signals";
import type { Key } from "../../api/kept";
import { bytesOf } from "../../api/recording";
import { Refusal } from "../../lib/answer";
import { nextStep, type Policy, type Run, type Step } from "./buffer";
import { holds, mediaSource } from "./mse";
import { endOf, type Segments } from "./segments";

export interface FeedTrack {
  readonly id: string;
  readonly mime: string;
  readonly init: number;
  readonly url: string;
}

export interface FeedOptions {
  readonly track: FeedTrack;
  readonly key: Key;
  readonly policy: Policy;
  /** The index as it is now. */
  readonly segments: () => Segments;
  /** Whether the index is complete, so that the media ends with it. */
  readonly final: () => boolean;
  /**
   * The browser refused bytes and the element is broken: call reopen(). `offset`: the segment to leave out from
   * `segments()`; null: not known yet, the next try finds it.
   */
  readonly onRefused: (offset: number | null) => void;
  /** The file's first bytes, when somebody asked for them already. */
  readonly head?: Promise<Uint8Array<ArrayBuffer>>;
}

const RETRY_MS = [500, 1000, 2000, 4000, 8000];
/** Refusals after which asking again is useless. */
const FINAL = new Set([401, 403, 404, 410]);

type Trouble = null | "again" | Refusal;

export class Feed {
  /** "again": the network fails and it is being tried again. A refusal: it is over. */
  readonly trouble = signal<Trouble>(null);
  private media: MediaSource | null = null;
  private buffer: SourceBuffer | null = null;
  private run: Run | null = null;
  private position = 0;
  private busy = false;
  private closed = false;
  private tries = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private reading: AbortController | null = null;
  private init: Uint8Array<ArrayBuffer> | null = null;
  private head: Uint8Array<ArrayBuffer> | null = null;
  /** While a chunk the browser refused is looked at closely: one segment at a time up to this offset. */
  private careful = -1;

  constructor(
    private readonly element: HTMLMediaElement,
    private readonly options: FeedOptions,
  ) {
    this.open();
  }

  /** Call it often: the position now, ms. */
  pump(position: number): void {
    this.position = position;
    if (this.reading && this.step()?.do === "restart") this.reading.abort();
    void this.work();
  }

  /** Nothing is under way and nothing is to be tried again. */
  get idle(): boolean {
    return !this.busy && this.timer === undefined;
  }

  /** Begins anew after the element failed; the caller sets the position and plays again. */
  reopen(): void {
    this.reading?.abort();
    this.open();
  }

  /** Forgets what is in the buffer: the browser threw some of it away. */
  refill(): void {
    this.run = null;
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.reading?.abort();
    this.element.removeAttribute("src");
    this.element.load();
  }

  private open(): void {
    const Media = mediaSource();
    if (!Media) return;
    this.buffer = null;
    this.run = null;
    const media = new Media();
    this.media = media;
    this.element.disableRemotePlayback = true; // a managed source works only then
    const address = URL.createObjectURL(media);
    this.element.src = address;
    media.addEventListener(
      "sourceopen",
      () => {
        URL.revokeObjectURL(address);
        if (this.media !== media || this.closed) return;
        this.buffer = media.addSourceBuffer(this.options.track.mime);
        void this.work();
      },
      { once: true },
    );
  }

  private step(): Step | null {
    const policy = this.options.policy;
    return nextStep(this.options.segments(), this.run, this.position, policy);
  }

  private async work(): Promise<void> {
    if (this.busy || this.closed || this.timer !== undefined) return;
    this.busy = true;
    try {
      for (;;) {
        const buffer = this.buffer;
        if (!buffer || this.closed || this.timer !== undefined) break;
        if (this.trouble.value instanceof Refusal) break;
        this.lengthen(buffer);
        const step = this.step();
        if (!step) break;
        await this.perform(step, buffer);
        this.tries = 0;
        this.trouble.value = null;
      }
      this.finish();
    } catch (error) {
      this.failed(error);
    } finally {
      this.busy = false;
    }
  }

  private async perform(step: Step, buffer: SourceBuffer): Promise<void> {
    if (step.do === "restart") {
      if (buffer.buffered.length > 0) await change(buffer, () => buffer.remove(0, Number.POSITIVE_INFINITY));
      this.run = { first: step.first, end: step.first };
    } else if (step.do === "drop") {
      await change(buffer, () => buffer.remove(0, step.to / 1000));
      if (this.run) this.run = { first: step.first, end: this.run.end };
    } else {
      await this.read(step, buffer);
    }
  }

  private async read(step: Extract<Step, { do: "read" }>, buffer: SourceBuffer): Promise<void> {
    const run = this.run;
    const first = run && this.options.segments()[run.end];
    if (!run || !first) return;
    const single = first.offset <= this.careful;
    const [end, to] = single ? [run.end + 1, first.offset + first.bytes] : [step.end, step.to];
    const data = await this.bytes(step.from, to);
    if (this.init === null) this.init = await this.bytes(0, this.options.track.init);
    if (buffer !== this.buffer || this.run !== run) return;
    try {
      if (run.first === run.end) await append(buffer, this.init);
      await append(buffer, data);
      this.insist(buffer, end - 1);
      this.run = { first: run.first, end };
    } catch (error) {
      if (isFull(error)) return this.makeRoom(buffer);
      if (buffer !== this.buffer || this.closed) return;
      const one = end === run.end + 1;
      if (!one) this.careful = to - 1;
      this.options.onRefused(one ? first.offset : null);
    }
  }

  /** Damaged bytes are not always refused: a parser may wait for the rest of a box that never ends. */
  private insist(buffer: SourceBuffer, number: number): void {
    const last = this.options.segments()[number];
    if (last && !holds(buffer.buffered, (last.at + last.end) / 2000)) {
      throw new DOMException("not taken", "EncodingError");
    }
  }

  /** Bytes of the file, from the head when that has them. */
  private async bytes(from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
    this.reading = new AbortController();
    const { signal } = this.reading;
    const { track, key, head } = this.options;
    try {
      if (this.head === null && head) this.head = await head.catch(() => new Uint8Array());
      const known = this.head?.subarray(from, to) ?? new Uint8Array();
      if (known.length === to - from) return known;
      const rest = await bytesOf(track.url, key, from + known.length, to, signal);
      if (known.length + rest.length < to - from) throw new Refusal(0, "offline"); // cut off on the way
      if (known.length === 0) return rest;
      const all = new Uint8Array(to - from);
      all.set(known);
      all.set(rest, known.length);
      return all;
    } finally {
      this.reading = null;
    }
  }

  /** The browser's buffer is full before ours is: give up what is behind; what is ahead is enough for now. */
  private async makeRoom(buffer: SourceBuffer): Promise<void> {
    const to = this.position / 1000 - 5;
    if (to > 0) await change(buffer, () => buffer.remove(0, to));
    this.again(2000);
  }

  /** The element must be as long as the recording, or it refuses to seek there. */
  private lengthen(buffer: SourceBuffer): void {
    const seconds = endOf(this.options.segments()) / 1000;
    if (this.media?.readyState !== "open" || buffer.updating) return;
    if (Number.isNaN(this.media.duration) || this.media.duration < seconds) this.media.duration = seconds;
  }

  private finish(): void {
    const complete = this.options.final() && this.run?.end === this.options.segments().length;
    if (complete && this.media?.readyState === "open" && this.buffer && !this.buffer.updating) {
      this.media.endOfStream();
    }
  }

  private failed(error: unknown): void {
    if (this.closed) return;
    if (error instanceof Refusal && FINAL.has(error.status)) {
      this.trouble.value = error;
    } else if (error instanceof Refusal) {
      this.trouble.value = "again";
      this.again(RETRY_MS[Math.min(this.tries, RETRY_MS.length - 1)] ?? 8000);
      this.tries += 1;
    } else {
      // A read given up for a jump is followed by the next one; a buffer that closed under us gets a moment.
      this.again(error instanceof DOMException && error.name === "AbortError" ? 0 : 500);
    }
  }

  private again(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.work();
    }, ms);
  }
}

function append(buffer: SourceBuffer, data: Uint8Array<ArrayBuffer>): Promise<void> {
  return change(buffer, () => buffer.appendBuffer(data));
}

/** Resolves when the buffer has taken it; fails when it refuses. */
function change(buffer: SourceBuffer, act: () => void): Promise<void> {
  return new Promise((done, fail) => {
    const off = (then: () => void) => () => {
      buffer.removeEventListener("updateend", taken);
      buffer.removeEventListener("error", refused);
      then();
    };
    const taken = off(done);
    const refused = off(() => fail(new DOMException("refused", "EncodingError")));
    buffer.addEventListener("updateend", taken);
    buffer.addEventListener("error", refused);
    try {
      act();
    } catch (error) {
      off(() => fail(error))();
    }
  });
}

function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === "QuotaExceededError";
}
