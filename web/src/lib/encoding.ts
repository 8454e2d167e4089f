// What we send, in numbers: one place for the encoders (lib/sources.ts) and for the estimate on the card
// (lib/estimate.ts). Pure.

/** What is asked of the device. Some browsers give another size; `encodingOf` scales whatever comes. */
export const CAMERA = { width: 640, height: 360, frameRate: 15 } as const;

/** The lines sent of a camera: at 150 kbit/s these are sharp, 360 are not. */
export const CAMERA_LINES = 270;

/** bit/s. The camera for a 2 GB pack; the screen mostly stands still and needs its rate when a page turns. */
export const MAX_BITRATE = { camera: 150_000, screen: 1_000_000 } as const;

/** Opus as the server's answer asks for it (maxaveragebitrate), bit/s, in packets of 20 ms. */
export const OPUS_BITRATE = 24_000;
export const OPUS_PACKETS_PER_SECOND = 50;

/** How a picture of this size is encoded. A camera held upright has its lines across. */
export function encodingOf(
  source: "camera" | "screen",
  size: MediaTrackSettings = {},
): RTCRtpEncodingParameters {
  if (source === "screen") return { maxBitrate: MAX_BITRATE.screen, maxFramerate: 15 };
  const lines = Math.min(size.width ?? CAMERA.width, size.height ?? CAMERA.height);
  return {
    maxBitrate: MAX_BITRATE.camera,
    maxFramerate: CAMERA.frameRate,
    scaleResolutionDownBy: Math.max(1, lines / CAMERA_LINES),
  };
}
