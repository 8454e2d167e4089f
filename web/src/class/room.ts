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
import { type Entry, keepDevice, takeDevice } from "../lib/entry";
import { Chat } from "../lib/lesson/chat";
import { type Answer, Connection } from "../lib/lesson/connection";
import { labels } from "../lib/lesson/names";
import { doorOf, leads } from "../lib/lesson/rights";
import { rememberedMode, rememberMode } from "../lib/listen-only";
import { Media } from "../lib/media/media";
import type { Devices, NoTrack } from "../lib/sending/capture";
import { TileWatch } from "../lib/showing/tile-watch";
import { Announcer } from "./announcer";
import { Echoes } from "./echoes";
import { Own } from "./own";
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
  readonly labels = computed(() => labels(this.connection.view.value?.people ?? {}));
  /** What is safe on the server's disk; told to teacher and staff only. */
  readonly saved = signal<RecordingSaved | null>(null);
  /** What the pupils really receive; told to teacher and staff only. Null: not known. */
  readonly hearing = signal<HearingNow["people"] | null>(null);
  /** A hand of this device that the rules lowered after its pupil spoke; until the next act. */
  readonly spoken = signal<string | null>(null);
  /** To whom the next line of chat goes: "class", "teachers", or a person. */
  readonly chatTo = signal("class");
  readonly echoes = new Echoes((person) => this.announcer.echo(this.name(person)));
  readonly unplayable = new Unplayable((codec) => this.announcer.unplayable(codec));
  readonly tiles: TileWatch;
  /** What this device sends. */
  readonly own: Own;
  devices: Devices = {};
  /** How the card calls the teacher: at the door the server names nobody. */
  teacher: string | null = null;
  /** Classes whose pupils' cards one may issue anew (the homeroom teacher's). */
  cardsOf: readonly string[] = [];
  private leaving: (() => void)[] = [];
  /** Where we stood: the tap that came in counts for sound only until the door. */
  private outside = false;
  /** Whose room we are in: a change of day may lead us into another lesson's while we wait. */
  private within = "";

  constructor(
    readonly entry: Entry,
    make: typeof io = io,
  ) {
    const speaking = () => this.view !== null && soundExpected(this.view, this.me, this.levels.value);
    this.media = new Media(entry, (source) => this.own.lost(source), speaking);
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
    this.connection = new Connection(entry, listener, make);
    this.own = new Own(this);
  }

  get view(): View | null {
    return this.connection.view.value;
  }

  get me(): Me | null {
    return this.connection.me.value;
  }

  /** The pupils at this device, as the class calls them: oneself, perhaps a second one; none before the first snapshot. */
  get here(): readonly Me[] {
    const { me } = this;
    const all = me ? [me, ...this.connection.also.value] : [];
    return all.map((one) => ({ ...one, name: this.labels.value.get(one.person) ?? one.name }));
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

  /** Goes in to send only: nothing is received. */
  enterAsCamera(): void {
    this.connection.open();
    this.watch();
  }

  /** A teacher's tap back into a running lesson: goes in, and what was on here comes on again. */
  comeBack(): void {
    this.enter();
    void this.own.turnOnAgain();
  }

  /** Takes the sound and picture from another device of the same person; a tap. */
  takeMedia(): void {
    this.media.listen();
    if (leads(this.me?.role)) void this.own.turnOnAgain();
    else this.own.correct();
  }

  /** Sends a command; a refusal is shown. True when it was done. `person`: which pupil of this device, the first if left out. */
  async ask(command: AnyCommand, person?: string): Promise<boolean> {
    const answer = await this.command(command, person);
    if (!answer.ok) this.trouble.value = { kind: "refused", code: answer.code };
    return answer.ok;
  }

  /** The same without a word about a refusal. */
  command(command: AnyCommand, person?: string): Promise<Answer> {
    const second = person !== undefined && person !== this.me?.person;
    return this.connection.command(second ? { ...command, as: person } : command);
  }

  /** A pupil's hand goes up, or down when it is up. */
  turnHand(person: string): void {
    this.own.silenced.value = false;
    this.spoken.value = null;
    void this.ask({ type: this.view?.hands[person] ? "lower_hand" : "raise_hand" }, person);
  }

  setMode(mode: Mode): void {
    this.mode.value = mode;
    rememberMode(mode);
    void this.ask({ type: "set_mode", mode });
  }

  leave(): void {
    this.media.leave();
    this.tiles.stop();
    this.announcer.close();
    for (const undo of this.leaving.splice(0)) undo();
  }

  private settled(view: View, me: Me): void {
    this.follow(view, me);
    this.announcer.arrived(view, me);
    if (this.within !== view.lesson.id) this.chat.forget();
    this.within = view.lesson.id;
    if (doorOf(view, me) !== null) return;
    void this.chat.catchUp(view.chat.last, view.chat.deleted ?? 0);
    const mine = view.people[me.person];
    if (mine && mine.mode !== this.mode.value && !leads(me.role) && me.role !== "camera") {
      void this.ask({ type: "set_mode", mode: this.mode.value });
    }
    this.media.lineBack();
    this.tiles.start();
    this.own.correct();
  }

  private event(event: PersonalEvent): void {
    const { view, me } = this;
    if (!view || !me) return;
    this.follow(view, me);
    this.heard(event);
    this.announcer.event(event, view, this.here, (person) => this.name(person));
    // We were away too long: the server turned our sources off and has just heard us again.
    if (event.type === "joined" && event.person === me.person) this.settled(view, me);
    if (event.type === "lesson_ended") this.media.closed();
    this.tiles.look();
  }

  /** What an event means for this page besides the view. */
  private heard(event: PersonalEvent): void {
    if (event.type === "said") {
      const name = this.name(event.person);
      this.chat.said({ ...event, name, deleted_by: null });
      if (!this.here.some(({ person }) => person === event.person)) this.announcer.wrote(name, event.text);
    }
    if (event.type === "said_deleted") this.chat.deleted(event.line, event.by);
    if (event.type === "muted" && event.person === this.me?.person) this.own.hushed();
    if (event.type === "floor_taken") this.own.muted.value = false;
    if (
      event.type === "hand_lowered" &&
      event.by === null &&
      this.here.some(({ person }) => person === event.person)
    ) {
      this.spoken.value = this.view?.floor[event.person] ? event.person : null;
    }
    if (event.type === "hand_raised" && event.person === this.spoken.value) this.spoken.value = null;
  }

  /** Media goes as the view says: what may not be sent stops, at the door nothing comes, let in it comes again. */
  private follow(view: View, me: Me): void {
    this.own.obey();
    const outside = doorOf(view, me) !== null;
    if (outside === this.outside) return;
    this.outside = outside;
    if (outside) {
      this.media.closed();
      this.chat.forget();
    } else {
      this.media.listen();
      this.announcer.admitted();
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
    const timer = setInterval(() => this.own.correct(), COMPARE_EVERY);
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
