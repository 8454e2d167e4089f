// One visit to a recording: what there is (recording, indexes, steps), the sound, the pictures, and what is new while
// the lesson still runs. The components read its signals; nothing here draws.

import { computed, signal } from "@preact/signals";
import { type Entry, firstAllowed, type Key } from "../api/kept";
import { bytesOf, classSound, eventsPage, type Recording, recordingOf, type Track } from "../api/recording";
import type { Role, View } from "../generated/messages";
import { Refusal } from "../lib/answer";
import { rememberedMode, rememberMode, type Watching } from "./mode";
import { Film } from "./playing/film";
import { type Hole, holesOf } from "./playing/holes";
import { Indexes } from "./playing/indexes";
import { EDGE, lessonNow, NEAR } from "./playing/live";
import { type Missing, missingOf } from "./playing/missing";
import { plays } from "./playing/mse";
import { endOf } from "./playing/segments";
import { Sound } from "./playing/sound";
import { type Jump, jumpsOf, nextJump, previousJump, type ToldJump } from "./shown/jumps";
import { PLACES, type Place, picturesAt } from "./shown/pictures";
import { type Line, Steps } from "./shown/steps";

/** Of the class sound, asked for before anything else is known: the first half minute. */
const HEAD_BYTES = 48_000;
const POLL_MS = 2_000;
const AGAIN_MS = 4_000;
const TICK_MS = 100;
/** Pictures are read so long before they are shown, ms. */
const SOON = 4_000;

export class Replay {
  readonly recording = signal<Recording | null>(null);
  /** A code of the catalogue's replay.problem.*; the page shows nothing else then. */
  readonly problem = signal<string | null>(null);
  /** The server did not answer lately; what is in the buffer goes on. */
  readonly offline = signal(false);
  readonly mode = signal<Watching>(rememberedMode());
  /** Counts up when steps or indexes grew. */
  private readonly grown = signal(0);
  /** The recording is final and all of its indexes are here. */
  private readonly complete = signal(false);
  private readonly wasLive = signal(false);
  private readonly opened = signal<Opened | null>(null);
  private steps: Steps | null = null;
  private nextEvents = 0;
  private told: readonly ToldJump[] = [];
  private savedAt = 0;
  private heardAt = 0;
  private closed = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private ticking: ReturnType<typeof setInterval> | undefined;

  constructor(readonly entry: Entry) {}

  // --- what the page shows

  get sound(): Sound | null {
    return this.opened.value?.sound ?? null;
  }

  get films(): Record<Place, Film> | null {
    return this.opened.value?.films ?? null;
  }

  get key(): Key {
    return this.opened.value?.key;
  }

  readonly position = computed(() => this.sound?.position.value ?? 0);
  readonly duration = computed(() => {
    this.grown.value;
    return endOf(this.opened.value?.indexes.of(CLASS) ?? []) || (this.recording.value?.duration_ms ?? 0);
  });
  readonly zero = computed(() => new Date(this.recording.value?.started_at ?? 0).getTime());
  readonly holes = computed<readonly Hole[]>(() => {
    this.grown.value;
    const indexes = this.opened.value?.indexes;
    return indexes ? holesOf(indexes.of(CLASS), this.recording.value?.gaps ?? []) : [];
  });
  /** What is not there though the sound goes on. */
  readonly missing = computed<readonly Missing[]>(() => {
    return missingOf(this.recording.value?.gaps ?? [], this.holes.value, this.duration.value);
  });
  readonly jumps = computed<readonly Jump[]>(() => {
    this.grown.value;
    return jumpsOf(this.told, this.steps?.lines ?? [], this.holes.value);
  });
  private readonly count = computed(() => {
    this.grown.value;
    return this.steps?.count(this.position.value) ?? 0;
  });
  /** The class as a pupil saw it at this moment. */
  readonly view = computed<View | null>(() => {
    this.grown.value;
    return this.steps?.view(this.count.value) ?? null;
  });
  readonly lines = computed(() => {
    this.grown.value;
    return this.steps?.linesAt(this.count.value) ?? [];
  });
  /** Pictures this browser can show, and whether there are others. */
  readonly pictures = computed(() => {
    const all = (this.recording.value?.tracks ?? []).filter(({ kind }) => kind === "video");
    return { all, playable: all.filter(({ mime }) => plays(mime)) };
  });
  /** A chat line by its number. */
  line(number: number): Line | undefined {
    return this.steps?.lines.find((line) => line.number === number);
  }

  /** It was live when the page was opened, and is complete now. */
  readonly becameFinal = computed(() => this.wasLive.value && this.complete.value);
  readonly live = computed(() => this.recording.value?.state === "live");
  /** ms behind the lesson. */
  behind(now: number): number {
    const position = this.zero.value + this.position.value;
    return Math.max(0, lessonNow(this.savedAt, this.heardAt, now) - position);
  }
  readonly atEdge = computed(() => this.live.value && this.duration.value - this.position.value < NEAR);

  // --- what the page does

  next(): void {
    this.to(nextJump(this.jumps.value, this.position.value));
  }

  previous(): void {
    const jump = previousJump(this.jumps.value, this.position.value);
    if (jump) this.to(jump);
    else this.sound?.seek(0);
  }

  to(jump: Jump | null): void {
    if (jump) this.sound?.seek(jump.at);
  }

  by(ms: number): void {
    this.sound?.seek(this.position.value + ms);
  }

  toNewest(): void {
    this.sound?.seek(this.duration.value - EDGE);
    this.sound?.play();
  }

  watch(mode: Watching): void {
    this.mode.value = mode;
    rememberMode(mode);
    if (mode === "listen") for (const film of Object.values(this.films ?? {})) film.close();
    else this.loadPictures().catch((error: unknown) => this.failed(error));
  }

  // --- how it comes

  async open(): Promise<void> {
    this.problem.value = null;
    const first = this.prepare(this.entry.keys[0]);
    const index = first.indexes.load(CLASS).catch(() => undefined);
    try {
      const { lesson, keys } = this.entry;
      const { value: recording, key } = await firstAllowed(keys, (one) => recordingOf(lesson, one));
      const opened = key === first.key ? first : this.prepare(key);
      if (this.closed) return;
      this.opened.value = opened;
      await (opened === first ? index : null);
      this.learn(recording);
      this.ticking = setInterval(() => this.tick(), TICK_MS);
      await this.more();
    } catch (error) {
      this.failed(error);
    }
    if (this.opened.value) this.later();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    clearInterval(this.ticking);
    this.sound?.attach(null);
    for (const film of Object.values(this.films ?? {})) film.close();
  }

  private prepare(key: Key): Opened {
    const { lesson } = this.entry;
    const indexes = new Indexes(lesson, key);
    const final = () => this.complete.value;
    const head = bytesOf(classSound(lesson), key, 0, HEAD_BYTES);
    head.catch(() => undefined); // whoever needs the bytes asks again
    const sound = new Sound({ lesson, key, indexes, holes: () => this.holes.value, final, head });
    const film = () => new Film(key, indexes, final);
    return { key, indexes, sound, films: { screen: film(), camera: film(), floor: film() } };
  }

  private later(): void {
    const every = this.recording.value?.state === "none" ? 3 * POLL_MS : POLL_MS;
    if (this.closed || this.complete.value || this.problem.value !== null) return;
    this.timer = setTimeout(() => void this.poll(), every);
  }

  private async poll(): Promise<void> {
    const opened = this.opened.value;
    // A page nobody sees or hears asks nothing.
    const idle = document.visibilityState === "hidden" && !this.sound?.playing.value;
    if (opened && !idle) {
      try {
        this.learn(await recordingOf(this.entry.lesson, opened.key));
        await this.more();
      } catch (error) {
        this.failed(error);
      }
    }
    this.later();
  }

  private learn(recording: Recording): void {
    this.offline.value = false;
    this.recording.value = recording;
    if (recording.state === "live") this.wasLive.value = true;
    this.savedAt = new Date(recording.saved_to ?? 0).getTime();
    this.heardAt = Date.now();
    const track = recording.tracks.find(({ kind }) => kind === "class");
    if (track) this.opened.value?.sound.begin(track);
    this.grown.value += 1;
  }

  /** Everything new of indexes and events; after a final recording there is no more. */
  private async more(): Promise<void> {
    const indexes = this.opened.value?.indexes;
    const state = this.recording.value?.state;
    if (!indexes || state === "none") return;
    await Promise.all([indexes.load(CLASS), this.loadPictures(), this.loadEvents()]);
    this.grown.value += 1;
    if (state === "final") this.complete.value = true;
  }

  private async loadPictures(): Promise<void> {
    const indexes = this.opened.value?.indexes;
    if (!indexes || this.mode.value === "listen") return;
    await Promise.all(this.pictures.value.playable.map(({ id }) => indexes.load(id)));
  }

  private async loadEvents(): Promise<void> {
    const { snapshot, steps, jumps, next } = await eventsPage(this.entry.lesson, this.key, this.nextEvents);
    if (snapshot) {
      // From the beginning, or all of it again: somebody withdrew, and what was told before counts no more.
      this.steps = new Steps(snapshot);
      this.told = [];
    }
    this.steps?.add(steps);
    if (next > this.nextEvents) this.told = [...this.told, ...jumps];
    this.nextEvents = next;
  }

  private failed(error: unknown): void {
    if (this.closed) return;
    if (!(error instanceof Refusal)) throw error;
    if (error.status === 0 || error.status >= 500 || error.status === 429) {
      this.offline.value = true;
      if (!this.opened.value) this.timer = setTimeout(() => void this.open(), AGAIN_MS);
    } else {
      this.problem.value = error.code;
    }
  }

  private tick(): void {
    const sound = this.sound;
    if (!sound) return;
    sound.tick();
    this.problem.value ??= sound.problem.value;
    const refused = sound.trouble.value;
    if (refused instanceof Refusal) this.problem.value ??= refused.code;
    if (this.mode.value === "full" && sound.started.value) this.beat(sound);
  }

  private beat(sound: Sound): void {
    const films = this.films;
    if (!films) return;
    const position = sound.position.value;
    const now = this.picturesAt(position);
    const soon = this.picturesAt(position + SOON);
    const moving = sound.playing.value && !sound.waiting.value;
    for (const where of PLACES) {
      films[where].show(now[where] ?? null, soon[where] ?? null);
      films[where].beat({ position, rate: sound.rate.value, moving });
    }
  }

  private picturesAt(ms: number): Partial<Record<Place, Track>> {
    const indexes = this.opened.value?.indexes;
    if (!indexes) return {};
    const people = this.view.value?.people;
    const roleOf = (person: string): Role | undefined => people?.[person]?.role;
    return picturesAt(this.pictures.value.playable, (id) => indexes.of(id), roleOf, ms);
  }
}

const CLASS = "t00";

interface Opened {
  readonly key: Key;
  readonly indexes: Indexes;
  readonly sound: Sound;
  readonly films: Record<Place, Film>;
}
