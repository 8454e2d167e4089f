// What we send, in numbers: one place for the encoders (lib/sending/sources.ts), for the estimate on the card
// (lib/estimate.ts) and for the tiles (lib/showing/tiles.ts). Pure. Why these: docs/decisions/layers-sent.md.

export type Picture = "camera" | "screen";

/** One simulcast layer. `lines`: of the picture's shorter side, at most; a smaller picture is never enlarged. */
export interface Layer {
  readonly rid: string;
  readonly lines: number;
  /** bit/s. */
  readonly bitrate: number;
  readonly frameRate: number;
}

/** What is asked of the device. Some browsers give another size; layers are scaled from whatever comes. */
export const CAMERA = { width: 640, height: 360, frameRate: 15 } as const;

/** Low to high. A screen mostly stands still and needs its rate when a page turns; its low layer fits a 200 kbit/s
 * line beside a voice, and at 540 lines a key frame of text is there in 1.5 s. */
export const LAYERS: Readonly<Record<Picture, readonly Layer[]>> = {
  camera: [
    { rid: "q", lines: 90, bitrate: 40_000, frameRate: CAMERA.frameRate },
    { rid: "h", lines: 180, bitrate: 110_000, frameRate: CAMERA.frameRate },
    { rid: "f", lines: 360, bitrate: 300_000, frameRate: CAMERA.frameRate },
  ],
  screen: [
    { rid: "l", lines: 540, bitrate: 120_000, frameRate: 5 },
    { rid: "h", lines: 2160, bitrate: 1_000_000, frameRate: 15 },
  ],
};

/** The one layer that is left when only one can be sent. */
export const ONE_LAYER = "h";

/** Two temporal layers: each second frame can be left out on the way. Three cost a screen twice its rate. */
const MODE = "L1T2";

/** Opus as the server's answer asks for it (maxaveragebitrate), bit/s, in packets of 20 ms. */
export const OPUS_BITRATE = 24_000;
export const OPUS_PACKETS_PER_SECOND = 50;

/** What the browser's encoders can be told. */
export interface Abilities {
  /** Knows `scaleResolutionDownTo`: then also a small camera is sent in three layers. */
  scaleTo: boolean;
  /** Knows `scalabilityMode`. Without it Chromium sends three temporal layers by itself. */
  modes: boolean;
  /** Sends as many layers as are asked for, whatever the size. Chromium's old way of scaling sends two of 640x360. */
  all: boolean;
}

/** The newer members that TypeScript's DOM does not know. */
export interface Encoding extends RTCRtpEncodingParameters {
  scaleResolutionDownTo?: { maxWidth: number; maxHeight: number };
  scalabilityMode?: string;
}

/** The layers this browser sends of a picture, low to high. */
export function layersOf(source: Picture, abilities: Abilities): readonly Layer[] {
  return abilities.all || abilities.scaleTo ? LAYERS[source] : LAYERS[source].slice(-2);
}

/** How a layer of a picture of this size is encoded. A camera held upright has its lines across. */
export function encodingOf(layer: Layer, size: MediaTrackSettings, abilities: Abilities): Encoding {
  const lines = Math.min(size.width ?? CAMERA.width, size.height ?? CAMERA.height);
  return {
    rid: layer.rid,
    maxBitrate: layer.bitrate,
    maxFramerate: layer.frameRate,
    scaleResolutionDownBy: Math.max(1, lines / layer.lines),
    ...(abilities.scaleTo && { scaleResolutionDownTo: box(layer.lines) }),
    ...(abilities.modes && { scalabilityMode: MODE }),
  };
}

/** The smallest layer of a camera with at least these lines, or its largest. */
export function cameraLayerFor(lines: number): Layer {
  const { camera } = LAYERS;
  return (camera.find((layer) => layer.lines >= lines) ?? camera.at(-1)) as Layer;
}

/** Browsers turn it for a picture held upright. */
function box(lines: number): { maxWidth: number; maxHeight: number } {
  return { maxWidth: Math.round((lines * 16) / 9), maxHeight: lines };
}
