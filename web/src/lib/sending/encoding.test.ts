import { describe, expect, it } from "vitest";
import { type Abilities, cameraLayerFor, encodingOf, LAYERS, type Layer, layersOf } from "./encoding";

const now: Abilities = { scaleTo: true, modes: true, all: false };
const old: Abilities = { scaleTo: false, modes: false, all: false };
const firefox: Abilities = { scaleTo: false, modes: false, all: true };
const top = LAYERS.camera[2] as Layer;
const low = LAYERS.screen[0] as Layer;

describe("the layers of a picture", () => {
  it.each([
    ["a browser of today", now, ["q", "h", "f"]],
    ["Firefox", firefox, ["q", "h", "f"]],
    ["an old Chromium, which sends two of a small camera", old, ["h", "f"]],
  ])("%s", (_, abilities, rids) => {
    expect(layersOf("camera", abilities).map(({ rid }) => rid)).toEqual(rids);
    expect(layersOf("screen", abilities).map(({ rid }) => rid)).toEqual(["l", "h"]);
  });

  it("rise in size and rate, and always have the one that is left when only one can be sent", () => {
    for (const layers of Object.values(LAYERS)) {
      for (const [index, layer] of layers.slice(1).entries()) {
        expect(layer.bitrate).toBeGreaterThan(layers[index]?.bitrate ?? 0);
        expect(layer.lines).toBeGreaterThan(layers[index]?.lines ?? 0);
      }
      expect(layers.map(({ rid }) => rid)).toContain("h");
    }
  });
});

describe("how a layer is encoded", () => {
  it.each([
    [{ width: 640, height: 360 }, 1],
    [{ width: 1280, height: 720 }, 2],
    [{ width: 360, height: 640 }, 1],
    [{ width: 320, height: 180 }, 1],
    [{}, 1],
  ])("the largest of a camera of %o is scaled by %d", (size, factor) => {
    expect(encodingOf(top, size, old)).toEqual({
      rid: "f",
      maxBitrate: 300_000,
      maxFramerate: 15,
      scaleResolutionDownBy: factor,
    });
  });

  it("says the size itself and the temporal layers where the browser knows the words", () => {
    expect(encodingOf(low, { width: 1920, height: 1080 }, now)).toMatchObject({
      scaleResolutionDownBy: 2,
      scaleResolutionDownTo: { maxWidth: 960, maxHeight: 540 },
      scalabilityMode: "L1T2",
      maxFramerate: 5,
    });
  });
});

it("a tile's layer is the smallest that fills it", () => {
  expect([1, 90, 91, 180, 360, 720].map((lines) => cameraLayerFor(lines).rid).join("")).toBe("qqhhff");
});
