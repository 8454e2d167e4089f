// One place's picture: muted, always after the sound. A picture that has nothing to show is hidden and never waited for.

import { signal } from "@preact/signals";
import type { Key } from "../../api/kept";
import type { Track } from "../../api/recording";
import { PICTURE } from "./buffer";
import { Feed } from "./feed";
import type { Indexes } from "./indexes";
import { holds } from "./mse";
import { seenAt } from "./segments";
import { follow } from "./sync";

/** What the sound does. */
export interface Beat {
  readonly position: number;
  readonly rate: number;
  readonly moving: boolean;
}

/** A paused picture may be this far off, ms. */
const STILL = 40;
const MOST_LEAD = 500;
const MOST_BROKEN = 10;

export class Film {
  /** The track on the stage now; null: nothing to see here. */
  readonly shown = signal<Track | null>(null);
  private video: HTMLVideoElement | null = null;
  private feed: Feed | null = null;
  private track: Track | null = null;
  private broken = 0;
  /** How long a jump takes, ms: one aims that much ahead. */
  private lead = 60;
  private jumped = false;

  constructor(
    private readonly key: Key,
    private readonly indexes: Indexes,
    private readonly final: () => boolean,
  ) {}

  attach(video: HTMLVideoElement | null): void {
    this.close();
    this.video = video;
  }

  /** `next` is read already before it is `shown`. */
  show(shown: Track | null, next: Track | null): void {
    if (this.shown.value?.id !== shown?.id) this.shown.value = shown;
    const track = shown ?? next;
    if (track && track.id !== this.track?.id) this.open(track);
  }

  /** Reads no more and forgets what it has. */
  close(): void {
    this.feed?.close();
    this.feed = null;
    this.track = null;
    this.shown.value = null;
  }

  private open(track: Track): void {
    const video = this.video;
    if (!video || this.broken > MOST_BROKEN) return;
    this.feed?.close();
    this.track = track;
    this.feed = new Feed(video, {
      track,
      key: this.key,
      policy: PICTURE,
      segments: () => this.indexes.of(track.id),
      final: this.final,
      onRefused: (offset) => this.stepOver(offset),
    });
  }

  /** A few times a second, and whenever the sound stops, goes on or jumps. */
  beat({ position: now, rate, moving: plays }: Beat): void {
    const { video, feed, track } = this;
    if (!video || !feed || !track) return;
    // Not on the stage yet: read ahead only.
    const shown = this.shown.value !== null;
    const position = shown ? seenAt(this.indexes.of(track.id), now) : now;
    const moving = plays && shown && position === now;
    feed.pump(position);
    if (video.readyState === HTMLMediaElement.HAVE_NOTHING) return;
    if (!shown) {
      video.pause();
      return;
    }
    const drift = video.currentTime * 1000 - position;
    if (!moving) {
      if (!video.paused) video.pause();
      if (Math.abs(drift) > STILL) this.jump(video, position, 0);
      return;
    }
    if (video.paused) video.play().catch(() => undefined); // muted: refused only while the page goes away
    const what = follow(drift, rate, video.playbackRate);
    if (what.do === "jump") this.jump(video, position, this.lead * rate);
    else {
      if (this.jumped && !video.seeking) this.learn(drift / rate);
      if (video.playbackRate !== what.rate) video.playbackRate = what.rate;
    }
  }

  private jump(video: HTMLVideoElement, position: number, lead: number): void {
    const target = (position + lead) / 1000;
    if (video.seeking || !holds(video.buffered, target)) return;
    video.currentTime = target;
    this.jumped = lead > 0;
  }

  private learn(drift: number): void {
    this.jumped = false;
    this.lead = Math.min(MOST_LEAD, Math.max(0, this.lead - drift / 2));
  }

  failed(): void {
    if (!this.video?.error) return;
    const at = this.video.currentTime * 1000;
    const here = this.track && this.indexes.of(this.track.id).find(({ end }) => end > at);
    this.stepOver(here?.offset ?? null);
  }

  private stepOver(offset: number | null): void {
    const track = this.track;
    if (!track) return;
    this.broken += 1;
    if (offset !== null) this.indexes.drop(track.id, offset);
    if (this.broken > MOST_BROKEN) this.close();
    else this.feed?.reopen();
  }
}
