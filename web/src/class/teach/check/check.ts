// The check before the lesson: tries microphone and camera, keeps their tracks until the lesson takes them over.

import { signal } from "@preact/signals";
import { CaptureError, camera, mic, type NoTrack } from "../../../lib/sending/capture";
import { Meter } from "../../../lib/sending/level";
import type { Room } from "../../room";

export interface Choice {
  id: string;
  label: string;
}

export class Check {
  readonly mic = signal<MediaStreamTrack | null>(null);
  readonly camera = signal<MediaStreamTrack | null>(null);
  readonly micFault = signal<NoTrack | null>(null);
  readonly cameraFault = signal<NoTrack | null>(null);
  readonly cameraWanted = signal(true);
  readonly asking = signal(false);
  readonly starting = signal(false);
  readonly meter = signal<Meter | null>(null);
  readonly mics = signal<Choice[]>([]);
  readonly cameras = signal<Choice[]>([]);
  private closed = false;
  private started = false;

  constructor(private readonly room: Room) {}

  /** Tries what there is; one that fails does not stop the other. */
  async open(): Promise<void> {
    this.asking.value = true;
    await this.openMic();
    if (this.cameraWanted.value) await this.openCamera();
    this.asking.value = false;
    await this.list();
  }

  async openMic(id?: string): Promise<void> {
    this.dropMic();
    if (id) this.room.devices.mic = id;
    try {
      const track = await mic(this.room.devices);
      if (this.started) return this.room.own.start("mic", track);
      if (this.closed) return track.stop();
      this.dropMic(); // two were asked for: the later answer counts
      this.mic.value = track;
      this.micFault.value = null;
      this.meter.value = new Meter(track);
    } catch (error) {
      this.micFault.value = reason(error);
    }
  }

  async openCamera(id?: string): Promise<void> {
    this.dropCamera();
    if (id) this.room.devices.camera = id;
    try {
      const track = await camera(this.room.devices);
      if (this.started && this.cameraWanted.value) return this.room.own.start("camera", track);
      if (this.closed || !this.cameraWanted.value) return track.stop();
      this.dropCamera();
      this.camera.value = track;
      this.cameraFault.value = null;
    } catch (error) {
      this.cameraFault.value = reason(error);
    }
  }

  wantCamera(wanted: boolean): void {
    this.cameraWanted.value = wanted;
    if (wanted) void this.openCamera().then(() => this.list());
    else {
      this.dropCamera();
      this.cameraFault.value = null;
    }
  }

  /**
   * Opens the lesson and hands the tracks over to it; those still being opened follow when they are there.
   * A tap, so sound may play from here.
   */
  async start(): Promise<void> {
    this.starting.value = true;
    this.room.media.listen(); // also when another page of the same person was opened meanwhile
    // Taken out first: the lesson may replace this page before the answer is here.
    const tracks = { mic: this.mic.value, camera: this.camera.value };
    this.mic.value = null;
    this.camera.value = null;
    this.started = true;
    if (await this.room.ask({ type: "start_lesson" })) {
      if (tracks.mic) this.room.own.start("mic", tracks.mic);
      if (tracks.camera) this.room.own.start("camera", tracks.camera);
    } else {
      this.started = false;
      tracks.mic?.stop();
      tracks.camera?.stop();
      if (!this.closed) await this.open();
    }
    this.starting.value = false;
  }

  close(): void {
    this.closed = true;
    this.dropMic();
    this.dropCamera();
  }

  private dropMic(): void {
    this.meter.value?.close();
    this.meter.value = null;
    this.mic.value?.stop();
    this.mic.value = null;
  }

  private dropCamera(): void {
    this.camera.value?.stop();
    this.camera.value = null;
  }

  private async list(): Promise<void> {
    const all = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
    const choices = (kind: MediaDeviceKind): Choice[] =>
      all
        .filter((device) => device.kind === kind && device.deviceId !== "" && device.label !== "")
        .map(({ deviceId, label }) => ({ id: deviceId, label }));
    this.mics.value = choices("audioinput");
    this.cameras.value = choices("videoinput");
  }
}

function reason(error: unknown): NoTrack {
  return error instanceof CaptureError ? error.why : "failed";
}
