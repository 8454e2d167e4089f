// What this device sends: turned on and off by a tap, stopped where it is not allowed, said again where the server has
// another idea of it.

import { signal } from "@preact/signals";
import type { SourceName } from "../generated/messages";
import { corrections, forbidden, forbids, isLocked, leads, sendsAs } from "../lib/lesson/rights";
import { rememberDevice, rememberedDevices } from "../lib/resume";
import { CaptureError, camera, mic, screen } from "../lib/sending/capture";
import type { Room } from "./room";

export class Own {
  /** One's own microphone just went off without one's doing. */
  readonly silenced = signal(false);
  /** The teacher turned off one's own mic; the floor, if held, is still ours. */
  readonly muted = signal(false);
  /** A source being asked for: its button waits. */
  readonly asking = signal<SourceName | null>(null);
  /** Sources the server is being told about. */
  private readonly telling = new Set<SourceName>();
  /** Sources that a standard client of this person sends: on without us, until we send anything. */
  private readonly elsewhere = new Set<SourceName>();

  constructor(private readonly room: Room) {}

  /** The invited pupil taps "Nói": first the microphone, then the floor, so that nobody holds a floor in vain. */
  async speak(person?: string): Promise<boolean> {
    const track = await this.capture("mic", () => mic(this.room.devices));
    if (!track) return false;
    if (!(await this.room.ask({ type: "accept_floor" }, person))) {
      track.stop();
      return false;
    }
    this.silenced.value = false;
    this.start("mic", track);
    return true;
  }

  /** Turns a source on or off; asks the browser for the device when it goes on. */
  async toggle(source: "mic" | "camera" | "screen"): Promise<void> {
    if (this.asking.value === source) return;
    if (this.tracks[source]) this.stop(source);
    else if (source === "screen") await this.shareScreen();
    else {
      const open = source === "mic" ? mic : camera;
      const track = await this.capture(source, () => open(this.room.devices));
      if (track) this.start(source, track);
    }
  }

  /** The phone's other camera takes over. Most phones open one at a time. */
  async flipCamera(): Promise<void> {
    const { devices } = this.room;
    devices.facing = devices.facing === "user" ? "environment" : "user";
    this.stop("camera");
    await this.toggle("camera");
  }

  /** Sends a track that is already there (from the check before the lesson). */
  start(source: SourceName, track: MediaStreamTrack): void {
    if (source === "mic") this.muted.value = false;
    this.elsewhere.clear();
    this.room.media.turnOn(source, track, this.token());
    this.remember(source, true);
    this.tell(source, true);
  }

  /** What was on in this tab comes on again. */
  async turnOnAgain(): Promise<void> {
    const { entry, media } = this.room;
    for (const source of rememberedDevices(sessionStorage, entry.lesson)) {
      if (!this.tracks[source] && !media.moved.value) await this.toggle(source);
    }
  }

  /** A device that was on ended by itself: unplugged, or "stop sharing" in the browser's own bar. */
  lost(source: SourceName): void {
    this.tell(source, false);
    if (source === "mic" || source === "camera") {
      this.room.trouble.value = { kind: "device", source, why: "gone" };
    }
  }

  /** Makes the server believe what is true: after an absence it has turned everything of ours off. */
  correct(): void {
    const { view, me, media, connection } = this.room;
    if (!view || !me || media.moved.value || connection.line.value !== "connected") return;
    media.sources.sweep();
    const on = new Set(Object.keys(this.tracks) as SourceName[]);
    for (const { source, on: now } of corrections(view, me, on, connection.also.value)) {
      if (!this.telling.has(source) && (now || !this.elsewhere.has(source))) this.tell(source, now);
    }
  }

  /** What one may no longer send stops here, in the browser, whatever the server does. */
  obey(): void {
    const { view, me, media, connection, announcer } = this.room;
    if (!view || !me) return;
    const on = Object.keys(this.tracks) as SourceName[];
    for (const source of forbidden(view, me, on, connection.also.value)) {
      media.turnOff(source);
      if (source !== "mic" || view.lesson.phase !== "live") continue;
      // A mic that is only locked comes on again by a tap; a turn that is over does not.
      if (view.floor[sendsAs(view, me, connection.also.value)]?.state === "held") {
        if (isLocked(view, source)) announcer.locked();
        continue;
      }
      this.silenced.value = true;
      announcer.silenced();
    }
  }

  /** The teacher turned off our mic: it stops here, too, and comes on again by a tap only. */
  hushed(): void {
    this.remember("mic", false);
    if (!this.room.media.turnOff("mic")) return;
    this.muted.value = true;
    this.room.announcer.muted();
  }

  private get tracks() {
    return this.room.media.sources.tracks.value;
  }

  private stop(source: SourceName): void {
    const together: SourceName[] = source === "screen" ? ["screen", "screen_audio"] : [source];
    this.remember(source, false);
    for (const one of together) if (this.room.media.turnOff(one)) this.tell(one, false);
  }

  private remember(source: SourceName, on: boolean): void {
    const { me, entry } = this.room;
    if (leads(me?.role)) rememberDevice(sessionStorage, entry.lesson, source, on);
  }

  private async shareScreen(): Promise<void> {
    const tracks = await this.capture("screen", screen);
    for (const [source, track] of tracks ?? []) this.start(source, track);
  }

  private async capture<T>(source: SourceName, open: () => Promise<T>): Promise<T | null> {
    this.asking.value = source;
    try {
      const track = await open();
      this.room.trouble.value = null;
      return track;
    } catch (error) {
      const why = error instanceof CaptureError ? error.why : "failed";
      if (why !== "cancelled") this.room.trouble.value = { kind: "device", source, why };
      return null;
    } finally {
      this.asking.value = null;
    }
  }

  private tell(source: SourceName, on: boolean): void {
    const { media } = this.room;
    if (source === "screen" && !on && media.turnOff("screen_audio")) this.tell("screen_audio", false);
    this.telling.add(source);
    void this.room.command({ type: "set_source", source, on }, this.sender()).then((answer) => {
      this.telling.delete(source);
      // Not heard, or too soon: `correct` says it again.
      if (!answer.ok && answer.code === "elsewhere") this.elsewhere.add(source);
      if (answer.ok || !forbids(answer.code)) return;
      this.room.trouble.value = { kind: "refused", code: answer.code };
      if (on) media.turnOff(source);
    });
  }

  /** The token of the one who sends: what is kept of it, and who is seen, goes by the person. */
  private token(): string {
    const { me, entry } = this.room;
    const second = this.sender() !== me?.person ? entry.also?.[0] : undefined;
    return second ?? entry.token;
  }

  private sender(): string | undefined {
    const { view, me, connection } = this.room;
    return view && me ? sendsAs(view, me, connection.also.value) : undefined;
  }
}
