// The class sound: the clock of the whole page. Plays through MSE; a browser without it plays the playlist or the file.

import { computed, signal } from "@preact/signals";
import type { Key } from "../../api/kept";
import { passFor, playlist, type Track } from "../../api/recording";
import { Refusal } from "../../lib/answer";
import { SOUND } from "./buffer";
import { Feed } from "./feed";
import { type Hole, holeAt, landing } from "./holes";
import type { Indexes } from "./indexes";
import { holds, nextRange, plays } from "./mse";
import { packed, unpacked } from "./packed";
import { endOf, place, type Segments } from "./segments";

export interface SoundOptions {
  readonly lesson: string;
  readonly key: Key;
  readonly indexes: Indexes;
  readonly holes: () => readonly Hole[];
  readonly final: () => boolean;
  readonly head: Promise<Uint8Array<ArrayBuffer>>;
}

/** Broken places that are stepped over before the recording is called damaged. */
const MOST_BROKEN = 60;
/** Firefox gives up without a loudspeaker ("OnMediaSinkAudioError"); muted it plays. Chromium plays anyway. */
const NO_OUTPUT = /AudioSink|SinkAudio/i;
/** ms of no progress after which the buffer is looked at. */
const STUCK = 1_000;
const LONG_STUCK = 4_000;
/** Holes from this length (ms) on are told, for this long. */
const TOLD = 2_000;
const TOLD_FOR = 8_000;
/** This near to the end (ms) it is over. */
const OVER = 150;

export class Sound {
  /** ms on the timeline. */
  readonly position = signal(0);
  readonly playing = signal(false);
  /** It would play if there were something in the buffer. */
  readonly waiting = signal(false);
  readonly started = signal(false);
  readonly rate = signal(1);
  readonly muted = signal(false);
  /** The hole that was just jumped over. */
  readonly skipped = signal<Hole | null>(null);
  readonly problem = signal<string | null>(null);
  /** The device has nothing to play sound on; it goes on muted, for the pictures and the chat. */
  readonly silent = signal(false);
  private readonly feed = signal<Feed | null>(null);
  readonly trouble = computed(() => this.feed.value?.trouble.value ?? null);
  private audio: HTMLAudioElement | null = null;
  private track: Track | null = null;
  private native: "no" | "file" | "playlist" = "no";
  private broken = 0;
  private failedAt = Number.NEGATIVE_INFINITY;
  private stuckSince: number | null = null;
  private skippedAt = 0;

  constructor(private readonly options: SoundOptions) {}

  attach(audio: HTMLAudioElement | null): void {
    if (audio === this.audio) return;
    this.feed.value?.close();
    this.feed.value = null;
    this.audio = audio;
    if (audio && this.track) this.open(this.track);
  }

  /** The class track as soon as there is one. */
  begin(track: Track): void {
    if (this.track) return;
    this.track = track;
    if (this.audio) this.open(track);
  }

  private open(track: Track): void {
    const audio = this.audio;
    if (!audio) return;
    if (!plays(track.mime)) {
      void this.openNative(audio, track);
      return;
    }
    const { indexes, key, final, head } = this.options;
    this.feed.value = new Feed(audio, {
      track,
      key,
      policy: SOUND,
      segments: () => indexes.of(track.id),
      final,
      head,
      onRefused: (offset) => this.stepOver(offset),
    });
  }

  private async openNative(audio: HTMLAudioElement, track: Track): Promise<void> {
    const hls = audio.canPlayType("application/vnd.apple.mpegurl") !== "";
    if (!hls && audio.canPlayType(track.mime) === "") {
      this.problem.value = "unplayable";
      return;
    }
    try {
      await passFor(this.options.lesson, this.options.key);
    } catch (error) {
      this.problem.value = error instanceof Refusal ? error.code : "server";
      return;
    }
    this.native = hls ? "playlist" : "file";
    audio.src = hls ? playlist(this.options.lesson) : track.url;
  }

  toggle(): void {
    if (this.playing.value) this.audio?.pause();
    else this.play();
  }

  play(): void {
    this.started.value = true;
    if (this.options.final() && this.position.value >= endOf(this.segments) - OVER) this.seek(0);
    this.resume();
  }

  /** Goes to a place of the timeline, or the nearest one after it that has sound. */
  seek(ms: number): void {
    const audio = this.audio;
    if (!audio) return;
    const target = landing(this.segments, this.options.holes(), ms);
    audio.currentTime = this.toMedia(target) / 1000;
    this.position.value = target;
    this.stuckSince = null;
    this.skipped.value = null;
    this.feed.value?.pump(target);
  }

  setRate(rate: number): void {
    this.rate.value = rate;
    this.tune();
  }

  setMuted(muted: boolean): void {
    this.muted.value = muted;
    if (this.audio) this.audio.muted = muted;
  }

  setVolume(volume: number): void {
    if (this.audio) this.audio.volume = volume;
    this.setMuted(volume === 0);
  }

  /** The element's own events, so that what the page shows is what the browser does. */
  heard(): void {
    const audio = this.audio;
    if (!audio) return;
    this.playing.value = !audio.paused && !audio.ended;
    this.waiting.value = this.playing.value && audio.readyState < HTMLMediaElement.HAVE_FUTURE_DATA;
    this.tick();
  }

  failed(): void {
    const audio = this.audio;
    if (!audio?.error) return;
    if (this.native !== "no") {
      this.problem.value = "unplayable";
      return;
    }
    const position = this.position.value;
    if (NO_OUTPUT.test(audio.error.message) && !this.muted.value) {
      this.silent.value = true;
      this.setMuted(true);
      this.stepOver(null);
      return;
    }
    // Once may be the browser's fault; what fails twice at one place is left out.
    const again = Math.abs(position - this.failedAt) < 1_000;
    this.failedAt = position;
    this.stepOver(again ? (this.segments[place(this.segments, position)]?.offset ?? null) : null);
  }

  /** A few times a second. */
  tick(): void {
    const audio = this.audio;
    if (!audio) return;
    const position = this.toTimeline(audio.currentTime * 1000);
    this.position.value = position;
    this.feed.value?.pump(position);
    if (performance.now() - this.skippedAt > TOLD_FOR) this.skipped.value = null;
    if (this.native !== "no") return;
    const state = audio.readyState < HTMLMediaElement.HAVE_FUTURE_DATA ? "waiting" : "playing";
    const hole = audio.paused ? null : holeAt(this.options.holes(), position, state);
    if (hole) this.jumpOver(hole);
    else this.unstick(audio, position);
    const over = this.options.final() && position >= endOf(this.segments) - OVER;
    if (over && state === "waiting" && !audio.paused) audio.pause(); // when the browser does not end it by itself
  }

  private jumpOver(hole: Hole): void {
    if (hole.to >= endOf(this.segments)) return;
    this.seek(hole.to);
    if (hole.to - hole.from < TOLD) return;
    this.skipped.value = hole;
    this.skippedAt = performance.now();
  }

  /** Buffers are not exactly what the index says, and a browser may throw some of them away. */
  private unstick(audio: HTMLAudioElement, position: number): void {
    const stuck = audio.seeking || (!audio.paused && audio.readyState < HTMLMediaElement.HAVE_FUTURE_DATA);
    if (!stuck || position >= endOf(this.segments) - OVER || holds(audio.buffered, position / 1000)) {
      this.stuckSince = null;
      return;
    }
    this.stuckSince ??= performance.now();
    const waited = performance.now() - this.stuckSince;
    const next = nextRange(audio.buffered, position / 1000);
    if (waited > STUCK && next !== null && next - position / 1000 < 1) {
      this.stuckSince = null;
      audio.currentTime = next + 0.01;
    } else if (waited > LONG_STUCK && this.feed.value?.idle) {
      this.stuckSince = null;
      this.feed.value.refill();
    }
  }

  /** Goes on behind bytes that the browser could not play. */
  private stepOver(offset: number | null): void {
    const { audio, track } = this;
    if (!audio || !track) return;
    this.broken += 1;
    if (this.broken > MOST_BROKEN) {
      this.problem.value = "damaged";
      return;
    }
    if (offset !== null) this.options.indexes.drop(track.id, offset);
    const goesOn = this.playing.value;
    const position = this.position.value;
    this.feed.value?.reopen();
    this.seek(position);
    if (goesOn) this.resume();
  }

  private resume(): void {
    this.tune();
    // Refused only when the browser wants another tap: the button then still says "play".
    this.audio?.play().catch(() => this.heard());
  }

  private tune(): void {
    if (!this.audio) return;
    this.audio.defaultPlaybackRate = this.rate.value;
    this.audio.playbackRate = this.rate.value;
  }

  private get segments(): Segments {
    return this.track ? this.options.indexes.of(this.track.id) : [];
  }

  private toMedia(ms: number): number {
    return this.native === "playlist" ? packed(this.segments, ms) : ms;
  }

  private toTimeline(ms: number): number {
    return this.native === "playlist" ? unpacked(this.segments, ms) : ms;
  }
}
