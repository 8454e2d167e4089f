// Microphone, camera and screen: asking the browser for a track, and saying plainly why there is none.

import type { SourceName } from "../../generated/messages";
import { CAMERA } from "./encoding";

/** Why there is no track; the catalogue has one fix for each (`class.fix.*`). */
export type NoTrack = "insecure" | "denied" | "missing" | "busy" | "cancelled" | "failed";

export class CaptureError extends Error {
  constructor(readonly why: NoTrack) {
    super(why);
  }
}

const SCREEN_FRAME_RATE = { ideal: 10, max: 15 } as const;

export interface Devices {
  mic?: string | undefined;
  camera?: string | undefined;
  /** Of a phone: the camera on its back or towards its user. */
  facing?: "environment" | "user";
}

export async function mic(devices: Devices = {}): Promise<MediaStreamTrack> {
  const audio = {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    ...exactly(devices.mic),
  };
  return first(await user({ audio }));
}

export async function camera(devices: Devices = {}): Promise<MediaStreamTrack> {
  const video = {
    width: { ideal: CAMERA.width },
    height: { ideal: CAMERA.height },
    frameRate: { ideal: CAMERA.frameRate, max: CAMERA.frameRate },
    ...(devices.facing && { facingMode: { ideal: devices.facing } }),
    ...exactly(devices.camera),
  };
  return first(await user({ video }));
}

/** The screen's picture and, where the browser and the person allow it, its sound. */
export async function screen(): Promise<Map<SourceName, MediaStreamTrack>> {
  if (typeof navigator.mediaDevices?.getDisplayMedia !== "function") throw new CaptureError(noApi());
  const stream = await navigator.mediaDevices
    .getDisplayMedia({ video: { frameRate: SCREEN_FRAME_RATE }, audio: true })
    .catch((error: unknown) => {
      throw new CaptureError(why(error) === "denied" ? "cancelled" : why(error));
    });
  const tracks = new Map<SourceName, MediaStreamTrack>();
  const picture = first(stream, "video");
  picture.contentHint = "detail";
  tracks.set("screen", picture);
  const sound = stream.getAudioTracks()[0];
  if (sound) tracks.set("screen_audio", sound);
  return tracks;
}

export function canShareScreen(): boolean {
  return typeof navigator.mediaDevices?.getDisplayMedia === "function";
}

/** The reason in an error of getUserMedia or getDisplayMedia. */
export function why(error: unknown): NoTrack {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return "failed";
}

function exactly(deviceId: string | undefined): MediaTrackConstraints {
  return deviceId ? { deviceId: { ideal: deviceId } } : {};
}

function noApi(): NoTrack {
  return window.isSecureContext ? "missing" : "insecure";
}

async function user(wanted: MediaStreamConstraints): Promise<MediaStream> {
  if (typeof navigator.mediaDevices?.getUserMedia !== "function") throw new CaptureError(noApi());
  return navigator.mediaDevices.getUserMedia(wanted).catch((error: unknown) => {
    throw new CaptureError(why(error));
  });
}

function first(stream: MediaStream, kind?: "video"): MediaStreamTrack {
  const track = kind === "video" ? stream.getVideoTracks()[0] : stream.getTracks()[0];
  if (!track) throw new CaptureError("missing");
  return track;
}
