import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakePeer, FakeTrack } from "../../testing/media";
import { Sources } from "./sources";

let peer: FakePeer;
let sources: Sources;
const camera = () => peer.transceivers[1]?.encodings ?? [];
const active = (index = 1) =>
  (peer.transceivers[index]?.encodings ?? []).filter((one) => one.active !== false).map(({ rid }) => rid);
const settle = () => vi.advanceTimersByTimeAsync(5);
const track = (kind: "audio" | "video", settings = {}) =>
  new FakeTrack(kind, settings) as unknown as MediaStreamTrack;

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal("RTCPeerConnection", FakePeer);
  sources = new Sources(() => undefined);
  peer = sources.build() as unknown as FakePeer;
  sources.on("mic", track("audio"));
  sources.on("camera", track("video", { width: 1280, height: 720 }));
  sources.on("screen", track("video"));
  await vi.dynamicImportSettled();
  await settle();
});

afterEach(() => {
  sources.unbuild();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("what is sent", () => {
  it("is three layers of a camera, two of a screen, scaled from what the device gives", () => {
    expect(camera().map(({ rid, scaleResolutionDownBy }) => [rid, scaleResolutionDownBy])).toEqual([
      ["q", 8],
      ["h", 4],
      ["f", 2],
    ]);
    expect(active(2)).toEqual(["l", "h"]);
  });

  it("rests when nobody takes it, with its device on, and comes back at once", async () => {
    sources.sending({ type: "sending", wanted: { camera: ["q"], screen: [], mic: [] } });
    await settle();
    expect([active(0), active(1), active(2)]).toEqual([[], ["q"], []]);
    expect(peer.transceivers[1]?.track).toBe(sources.tracks.value.camera);
    expect(sources.tracks.value.camera?.readyState).toBe("live");
    sources.sending({ type: "sending", wanted: { camera: ["q", "f"], mic: [""] } });
    await settle();
    expect(active()).toEqual(["q", "f"]);
    expect(active(2)).toEqual(["l", "h"]);
    expect(camera().length).toBe(3);
  });

  it("is everything again when the server cannot be heard, or a source is new", async () => {
    sources.sending({ type: "sending", wanted: { camera: [], screen: [] } });
    await settle();
    sources.on("camera", track("video"));
    await settle();
    expect([active(), active(2)]).toEqual([["q", "h", "f"], []]);
    sources.unheard();
    await settle();
    expect(active(2)).toEqual(["l", "h"]);
  });

  it("is one layer when the processor is the limit", async () => {
    peer.report.set("O", { type: "outbound-rtp", kind: "video", qualityLimitationReason: "cpu" });
    await vi.advanceTimersByTimeAsync(10_000);
    expect([active(0).length, active(), active(2)]).toEqual([0, ["h"], ["h"]]);
    peer.report.set("O", { type: "outbound-rtp", kind: "video", qualityLimitationReason: "none" });
    await vi.advanceTimersByTimeAsync(64_000);
    expect(active()).toEqual(["q", "h", "f"]);
  });

  it("is one picture of an old browser that takes no layers", () => {
    class Old extends FakePeer {
      override addTransceiver(kind: string, init: { direction: string; sendEncodings?: [] }): object {
        if (init.sendEncodings) throw new TypeError("rid");
        return super.addTransceiver(kind, init);
      }
    }
    vi.stubGlobal("RTCPeerConnection", Old);
    const old = sources.build() as unknown as FakePeer;
    expect(old.transceivers.map(({ kind }) => kind)).toEqual(["audio", "video", "video", "audio"]);
  });
});
