// One person's visit to one lesson: ties signalling, media, chat and the person's wishes together.
// Everything a component shows is a signal here or follows from the view; everything it does is a method here.

import { computed, effect, signal } from "@preact/signals";
import { io } from "socket.io-client";
import type {
  AnyCommand,
  AnyNotice,
  HearingNow,
  Me,
  Mode,
  PersonalEvent,
  RecordingSaved,
  SourceName,
  View,
} from "../generated/messages";
import { chatPage } from "../lib/api";
import { CaptureError, camera, type Devices, mic, type NoTrack, screen } from "../lib/capture";
import { Chat } from "../lib/chat";
import { Connection } from "../lib/connection";
import { type Entry, keepDevice, takeDevice } from "../lib/entry";
import { rememberedMode, rememberMode } from "../lib/listen-only";
import { Media } from "../lib/media";
import { labels } from "../lib/names";
import { rememberDevice, rememberedDevices } from "../lib/resume";
import { corrections, forbidden, forbids } from "../lib/rights";
import { TileWatch } from "../lib/tile-watch";
import { Announcer } from "./announcer";
import { Echoes } from "./echoes";
import { pictureOf, soundExpected } from "./selectors";
import { Unplayable } from "./unplayable";

/** Something that did not work, shown until dismissed: a refused command, or no microphone. */
export type Trouble =
  | { kind: "refused"; code: string }
  | { kind: "device"; source: SourceName; why: NoTrack | "gone" };

/** How often (ms) what is sent is compared with what the server believes. */
const COMPARE_EVERY = 2000;

export class Room {
  readonly connection: Connection;
  readonly media: Media;
  readonly chat: Chat;
  readonly announcer = new Announcer();
  readonly mode = signal<Mode>(rememberedMode());
  readonly levels = signal<Readonly<Record<string, number>>>({});
  readonly trouble = signal<Trouble | null>(null);
  /** One's own microphone just went off without one's doing. */
  readonly silenced = signal(false);
  readonly labels = computed(() => labels(this.connection.view.value?.people ?? {}));
  /** What is safe on the server's disk; told to teacher and staff only. */
  readonly saved = signal<RecordingSaved | null>(null);
  /** What the pupils really receive; told to teacher and staff only. Null: not known. */
  readonly hearing = signal<HearingNow["people"] | null>(null);
  /** The teacher turned off one's own mic; the floor, if held, is still ours. */
  readonly muted = signal(false);
  readonly echoes = new Echoes((person) => this.announcer.echo(this.name(person)));
  readonly unplayable = new Unplayable((codec) => this.announcer.unplayable(codec));
  readonly tiles: TileWatch;
  /** A source being asked for: its button waits. */
  readonly asking = signal<SourceName | null>(null);
  devices: Devices = {};
  private leaving: (() => void)[] = [];
  /** Sources the server is being told about. */
  private readonly telling = new Set<SourceName>();
  /** Sources that a standard client of this person sends: on without us, until we send anything. */
  private readonly elsewhere = new Set<SourceName>();

  constructor(
    readonly entry: Entry,
    make: typeof io = io,
  ) {
    const speaking = () => this.view !== null && soundExpected(this.view, this.me, this.levels.value);
    this.media = new Media(entry, (source) => this.lost(source), speaking);
    this.tiles = new TileWatch({
      say: async (lines) => (await this.connection.command({ type: "set_tiles", lines })).ok,
      shows: (slot) => pictureOf(this.view, slot),
    });
    this.chat = new Chat((before) => chatPage(entry.lesson, entry.token, before));
    const listener = {
      event: (event: PersonalEvent) => this.event(event),
      notice: (notice: AnyNotice) => this.notice(notice),
      settled: (view: View, me: Me) => this.settled(view, me),
    };
    this.connection = new Connection(entry.token, entry.device, listener, make);
  }

  get view(): View | null {
    return this.connection.view.value;
  }

  get me(): Me | null {
    return this.connection.me.value;
  }

  /** The lesson's time now, UTC ms. */
  now(): number {
    return this.connection.clock.time(Date.now());
  }

  name(person: string): string {
    return this.labels.value.get(person) ?? person;
  }

  /** Goes in and listens; called inside a tap, so that sound may play. */
  enter(): void {
    this.media.listen();
    this.connection.open();
    this.watch();
  }

  /** A teacher's tap back into a running lesson: goes in, and what was on here comes on again. */
  comeBack(): void {
    this.enter();
    void this.turnOnAgain();
  }

  /** Takes the sound and picture from another device of the same person; a tap. */
  takeMedia(): void {
    this.media.listen();
    if (this.me?.role === "teacher") void this.turnOnAgain();
    else this.correct();
  }

  /** Sends a command; a refusal is shown. True when it was done. */
  async ask(command: AnyCommand): Promise<boolean> {
    const answer = await this.connection.command(command);
    if (!answer.ok) this.trouble.value = { kind: "refused", code: answer.code };
    return answer.ok;
  }

  setMode(mode: Mode): void {
    this.mode.value = mode;
    rememberMode(mode);
    void this.ask({ type: "set_mode", mode });
  }

  /** The invited pupil taps "Nói": first the microphone, then the floor, so that nobody holds a floor in vain. */
  async speak(): Promise<boolean> {
    const track = await this.capture("mic", () => mic(this.devices));
    if (!track) return false;
    if (!(await this.ask({ type: "accept_floor" }))) {
      track.stop();
      return false;
    }
    this.silenced.value = false;
    this.start("mic", track);
    return true;
  }

  /** Turns an own source on or off; asks the browser for the device when it goes on. */
  async toggle(source: "mic" | "camera" | "screen"): Promise<void> {
    if (this.media.sources.tracks.value[source]) this.stop(source);
    else if (source === "screen") await this.shareScreen();
    else {
      const open = source === "mic" ? mic : camera;
      const track = await this.capture(source, () => open(this.devices));
      if (track) this.start(source, track);
    }
  }

  /** Sends a track that is already there (from the check before the lesson). */
  start(source: SourceName, track: MediaStreamTrack): void {
    if (source === "mic") this.muted.value = false;
    this.elsewhere.clear();
    this.media.turnOn(source, track);
    this.remember(source, true);
    this.tell(source, true);
  }

  leave(): void {
    this.media.leave();
    this.tiles.stop();
    for (const undo of this.leaving.splice(0)) undo();
  }

  private stop(source: SourceName): void {
    const together: SourceName[] = source === "screen" ? ["screen", "screen_audio"] : [source];
    this.remember(source, false);
    for (const one of together) if (this.media.turnOff(one)) this.tell(one, false);
  }

  private remember(source: SourceName, on: boolean): void {
    if (this.me?.role === "teacher") rememberDevice(sessionStorage, this.entry.lesson, source, on);
  }

  private async turnOnAgain(): Promise<void> {
    for (const source of rememberedDevices(sessionStorage, this.entry.lesson)) {
      if (!this.media.sources.tracks.value[source] && !this.media.moved.value) await this.toggle(source);
    }
  }

  /** A device that was on ended by itself: unplugged, or "stop sharing" in the browser's own bar. */
  private lost(source: SourceName): void {
    this.tell(source, false);
    if (source === "mic" || source === "camera") this.trouble.value = { kind: "device", source, why: "gone" };
  }

  private async shareScreen(): Promise<void> {
    const tracks = await this.capture("screen", screen);
    for (const [source, track] of tracks ?? []) this.start(source, track);
  }

  private async capture<T>(source: SourceName, open: () => Promise<T>): Promise<T | null> {
    this.asking.value = source;
    try {
      const track = await open();
      this.trouble.value = null;
      return track;
    } catch (error) {
      const why = error instanceof CaptureError ? error.why : "failed";
      if (why !== "cancelled") this.trouble.value = { kind: "device", source, why };
      return null;
    } finally {
      this.asking.value = null;
    }
  }

  private tell(source: SourceName, on: boolean): void {
    if (source === "screen" && !on && this.media.turnOff("screen_audio")) this.tell("screen_audio", false);
    this.telling.add(source);
    void this.connection.command({ type: "set_source", source, on }).then((answer) => {
      this.telling.delete(source);
      // Not heard, or too soon: `correct` says it again.
      if (!answer.ok && answer.code === "elsewhere") this.elsewhere.add(source);
      if (answer.ok || !forbids(answer.code)) return;
      this.trouble.value = { kind: "refused", code: answer.code };
      if (on) this.media.turnOff(source);
    });
  }

  private settled(view: View, me: Me): void {
    this.obey(view, me);
    this.announcer.recorded(view);
    void this.chat.catchUp(view.chat.last);
    const mine = view.people[me.person];
    if (mine && mine.mode !== this.mode.value && me.role !== "teacher") {
      void this.ask({ type: "set_mode", mode: this.mode.value });
    }
    this.media.lineBack();
    this.tiles.start();
    this.correct();
  }

  /** Makes the server believe what is true: after an absence it has turned everything of ours off. */
  private correct(): void {
    const { view, me } = this;
    if (!view || !me || this.media.moved.value || this.connection.line.value !== "connected") return;
    this.media.sources.sweep();
    const on = new Set(Object.keys(this.media.sources.tracks.value) as SourceName[]);
    for (const { source, on: now } of corrections(view, me, on)) {
      if (!this.telling.has(source) && (now || !this.elsewhere.has(source))) this.tell(source, now);
    }
  }

  private event(event: PersonalEvent): void {
    const { view, me } = this;
    if (!view || !me) return;
    this.obey(view, me);
    if (event.type === "said") this.chat.said({ ...event, name: this.name(event.person) });
    this.announcer.event(event, view, me, (person) => this.name(person));
    // We were away too long: the server turned our sources off and has just heard us again.
    if (event.type === "joined" && event.person === me.person) this.settled(view, me);
    if (event.type === "muted" && event.person === me.person) this.hushed();
    if (event.type === "floor_taken") this.muted.value = false;
    if (event.type === "lesson_ended") this.media.closed();
    this.tiles.look();
  }

  /** The teacher turned off our mic: it stops here, too, and comes on again by a tap only. */
  private hushed(): void {
    this.remember("mic", false);
    if (!this.media.turnOff("mic")) return;
    this.muted.value = true;
    this.announcer.muted();
  }

  /** What one may no longer send stops here, in the browser, whatever the server does. */
  private obey(view: View, me: Me): void {
    const on = Object.keys(this.media.sources.tracks.value) as SourceName[];
    for (const source of forbidden(view, me, on)) {
      this.media.turnOff(source);
      if (source !== "mic" || view.lesson.phase !== "live") continue;
      this.silenced.value = true;
      this.announcer.silenced();
    }
  }

  private notice(notice: AnyNotice): void {
    if (notice.type === "levels") this.levels.value = notice.people;
    else if (notice.type === "recording_saved") this.saved.value = notice;
    else if (notice.type === "hearing") this.hearing.value = notice.people;
    else if (notice.type === "echo_from") this.echoes.told(notice);
    else if (notice.type === "unplayable") this.unplayable.told(notice);
    else this.media.notice(notice);
    if (notice.type === "own_line") this.announcer.line(notice.state);
    if (notice.type === "token_revoked") this.media.closed();
  }

  /** Follows the device: networks that change, a page that sleeps and wakes, a page that is left. */
  private watch(): void {
    const moved = () => {
      this.connection.hurry();
      this.media.networkChanged();
    };
    const shown = () => {
      this.tiles.look();
      if (document.visibilityState !== "visible") return;
      this.media.awake();
      void this.connection.check();
    };
    const gone = () => {
      keepDevice(sessionStorage, this.entry.device);
      this.media.pause();
    };
    const back = (event: PageTransitionEvent) => {
      if (!event.persisted) return;
      takeDevice(sessionStorage);
      this.connection.hurry();
      this.media.resume();
    };
    this.listen(window, "online", moved);
    this.listen(window, "offline", () => void this.connection.check());
    this.listen(document, "visibilitychange", shown);
    this.listen(window, "pagehide", gone);
    if (window.visualViewport) this.listen(window.visualViewport, "resize", () => this.tiles.look());
    this.listenToNetwork(moved);
    this.listen(window, "pageshow", back as (event: Event) => void);
    this.leaving.push(
      effect(() => {
        if (this.connection.refusal.value !== null) this.media.closed();
      }),
      effect(() => {
        if (this.connection.line.value !== "connected") this.unheard();
      }),
      // Media notices a dead network after 5 s, signalling by itself only after 13 s.
      effect(() => {
        if (this.media.heard.value && this.media.broken.value) void this.connection.check();
      }),
    );
    const timer = setInterval(() => this.correct(), COMPARE_EVERY);
    this.leaving.push(() => clearInterval(timer));
  }

  /** Nobody can tell us anything: what was told may be wrong by now. */
  private unheard(): void {
    this.tiles.stop();
    this.media.lineGone();
    this.hearing.value = null;
    this.unplayable.forget();
    this.echoes.forget();
  }

  /** Phones say so when they go from Wi-Fi to mobile data, also when they were never offline between. */
  private listenToNetwork(moved: () => void): void {
    const network = (navigator as { connection?: EventTarget & { type?: string } }).connection;
    if (!network || network.type === undefined) return;
    let before = network.type;
    this.listen(network, "change", () => {
      const now = network.type ?? before;
      if (now !== before && now !== "none") moved();
      before = now;
    });
  }

  private listen(target: EventTarget, type: string, what: (event: Event) => void): void {
    target.addEventListener(type, what);
    this.leaving.push(() => target.removeEventListener(type, what));
  }
}
