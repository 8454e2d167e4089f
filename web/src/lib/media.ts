// Both media connections of one person and their common fate: worker restarts, network changes, another device.

import { computed, signal } from "@preact/signals";
import type { AnyNotice, SourceName } from "../generated/messages";
import type { Entry } from "./entry";
import { Link } from "./link";
import { Slots } from "./slots";
import { Sources } from "./sources";

export class Media {
  readonly slots = new Slots();
  readonly sources: Sources;
  readonly receive: Link;
  readonly send: Link;
  /** Another device of this person has the media now. */
  readonly moved = signal(false);
  /** Something that should be connected is not. */
  readonly broken = computed(() => this.links().some(isBroken));
  /** The receive connection has worked at least once. */
  readonly heard = computed(() => this.receive.everUp.value);
  private paused: Link[] = [];

  constructor(entry: Entry, ended: (source: SourceName) => void) {
    const query = `${entry.lesson}?device=${encodeURIComponent(entry.device)}`;
    this.sources = new Sources(ended);
    this.receive = new Link({ path: `/whep/${query}`, token: entry.token, build: () => this.slots.build() });
    this.send = new Link({ path: `/whip/${query}`, token: entry.token, build: () => this.sources.build() });
  }

  /** Starts to receive; called inside a tap, so that sound may play. */
  listen(): void {
    this.moved.value = false;
    this.receive.start();
    this.slots.playAll();
  }

  turnOn(source: SourceName, track: MediaStreamTrack): void {
    this.sources.on(source, track);
    this.send.start();
  }

  turnOff(source: SourceName): boolean {
    return this.sources.off(source);
  }

  notice(notice: AnyNotice): void {
    if (notice.type === "media_lost") this.both((link) => link.serverAway());
    if (notice.type === "media_ready") this.both((link) => link.serverBack());
    if (notice.type === "media_moved") {
      this.closed();
      this.moved.value = true;
    }
  }

  networkChanged(): void {
    this.both((link) => link.networkChanged());
  }

  lineBack(): void {
    this.both((link) => link.lineBack());
  }

  awake(): void {
    this.both((link) => link.awake());
  }

  /** Everything off, because we go. */
  leave(): void {
    this.sources.allOff();
    this.both((link) => link.stop());
    this.sources.unbuild();
  }

  /** Everything off, because the server has closed it: the lesson ended, or another device took over. */
  closed(): void {
    this.both((link) => link.forget());
    this.leave();
  }

  /** The page goes away: the server is told at once. The browser may bring it back from its cache: `resume`. */
  pause(): void {
    this.paused = this.links().filter((link) => link.state.value !== "idle");
    for (const link of this.paused) link.stop();
  }

  resume(): void {
    for (const link of this.paused.splice(0)) link.start();
  }

  private both(what: (link: Link) => void): void {
    this.links().forEach(what);
  }

  private links(): Link[] {
    return [this.receive, this.send];
  }
}

function isBroken(link: Link): boolean {
  return link.state.value !== "idle" && link.state.value !== "up";
}
