// Both media connections of one person and their common fate: worker restarts, network changes, another device.

import { computed, signal } from "@preact/signals";
import type { AnyNotice, OwnLine, SourceName } from "../../generated/messages";
import type { Entry } from "../entry";
import { Sources } from "../sending/sources";
import { iceServers, mediaPort } from "./ice";
import { Link } from "./link";
import { findPath } from "./path";
import { probe } from "./probe";
import { mediaReceived } from "./signs";
import { Holes, Silence } from "./silence";
import { Slots } from "./slots";
import { UdpAgain } from "./udp-again";

const LOOK_EVERY = 1000;
/** ms without signalling after which what rests is sent again: a page that only changes networks is back sooner. */
const UNHEARD_AFTER = 3000;

export class Media {
  readonly slots = new Slots();
  readonly sources: Sources;
  readonly receive: Link;
  readonly send: Link;
  /** Another device of this person has the media now. */
  readonly moved = signal(false);
  /** Something that should be connected is not. */
  readonly broken = computed(() => this.links().some((link) => link.broken.value));
  /** The receive connection has worked at least once. */
  readonly heard = computed(() => this.receive.everUp.value);
  /** The server's view of our line; null while it has none. */
  readonly line = signal<OwnLine | null>(null);
  /** The sound we get has holes, as this browser hears it. */
  readonly holes = signal(false);
  private readonly silence = new Silence();
  private readonly heardHoles = new Holes();
  private readonly udpAgain = new UdpAgain();
  private endProbe: () => void = () => undefined;
  private timer: ReturnType<typeof setInterval> | undefined;
  private unheard: ReturnType<typeof setTimeout> | undefined;
  private paused: Link[] = [];
  /** Whose token what we send goes by: of two pupils at a device the one's who speaks. */
  private sender: string;

  /** `speaking`: somebody whose sound we should be getting speaks now. */
  constructor(
    entry: Entry,
    ended: (source: SourceName) => void,
    private readonly speaking: () => boolean = () => false,
  ) {
    const query = `${entry.lesson}?device=${encodeURIComponent(entry.device)}`;
    this.sources = new Sources(ended);
    this.sender = entry.token;
    const sender = () => this.sender;
    this.receive = new Link({ path: `/whep/${query}`, token: entry.token, build: () => this.slots.build() });
    this.send = new Link({
      path: `/whip/${query}`,
      get token() {
        return sender();
      },
      build: () => this.sources.build(),
      answered: () => this.sources.answered(),
    });
  }

  /** Starts to receive; called inside a tap, so that sound may play. */
  listen(): void {
    this.moved.value = false;
    this.receive.start();
    this.slots.playAll();
    clearInterval(this.timer);
    // A connection that was closed meanwhile has nothing to say.
    this.timer = setInterval(() => this.look().catch(() => undefined), LOOK_EVERY);
  }

  /** `token`: of the person it is sent as. */
  turnOn(source: SourceName, track: MediaStreamTrack, token: string = this.sender): void {
    if (token !== this.sender) {
      this.send.stop(); // while the other's token still counts
      this.sources.unbuild();
      this.sender = token;
    }
    this.sources.on(source, track);
    this.send.start();
  }

  turnOff(source: SourceName): boolean {
    return this.sources.off(source);
  }

  notice(notice: AnyNotice): void {
    if (notice.type === "media_lost") this.both((link) => link.serverAway());
    if (notice.type === "media_ready") this.both((link) => link.serverBack());
    if (notice.type === "sending") this.sources.sending(notice);
    if (notice.type === "own_line") this.told(notice);
    if (notice.type === "media_moved") {
      this.closed();
      this.moved.value = true;
    }
  }

  /** Signalling is gone: nobody can tell us what is wanted, or how our line does. */
  lineGone(): void {
    this.line.value = null;
    clearTimeout(this.unheard);
    this.unheard = setTimeout(() => this.sources.unheard(), UNHEARD_AFTER);
  }

  networkChanged(): void {
    this.both((link) => link.networkChanged());
  }

  lineBack(): void {
    clearTimeout(this.unheard);
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
    this.endProbe();
    clearInterval(this.timer);
    clearTimeout(this.unheard);
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

  /** The server hears nothing of us, or its sound does not arrive: whatever the browser believes, look for a path. */
  private told(line: OwnLine): void {
    this.line.value = line;
    if (line.state === "lost") this.both((link) => link.doubt());
  }

  private async look(): Promise<void> {
    if (this.receive.state.value !== "up") return;
    const report = await this.receive.stats();
    if (!report) return;
    this.heardHoles.sample(report);
    this.holes.value = this.heardHoles.weak;
    // Both connections take the same way.
    if (this.silence.sample(performance.now(), mediaReceived(report), this.speaking())) {
      this.both((link) => link.doubt());
    }
    if (this.udpAgain.due(performance.now(), findPath(report, iceServers().length).path)) this.tryUdp();
  }

  /** Over TCP or a relay: when a connection beside ours gets through by UDP, ours look for a path anew. */
  private tryUdp(): void {
    if (!mediaPort.value) return;
    this.endProbe();
    this.endProbe = probe(mediaPort.value, [], ({ path }) => {
      if (path === "udp") this.both((link) => link.networkChanged());
    });
  }

  private both(what: (link: Link) => void): void {
    this.links().forEach(what);
  }

  private links(): Link[] {
    return [this.receive, this.send];
  }
}
