// A teacher's room without a network: coming back, being cut off, two pages.

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import golden from "../../../tests/data/messages.json";
import type { Snapshot, SourceName, View } from "../generated/messages";
import { rememberDevice } from "../lib/resume";
import { FakePeer, FakeTrack } from "../testing/media";
import { type FakeSocket, fakeSocket } from "../testing/socket";
import { Room } from "./room";
import { TeacherRoom } from "./teach";

const first = golden.lesson.teacher.snapshot as unknown as Snapshot;
const me = first.me.person;
let room: Room;
let socket: FakeSocket;
let place: HTMLElement;
let asked: string[];
let tracks: FakeTrack[];

/** The lesson runs and the server believes these sources of ours to be on. */
function snapshot(...on: SourceName[]): Snapshot {
  const person = first.view.people[me] as View["people"][string];
  const sources = Object.fromEntries(on.map((source) => [source, true]));
  const people = { ...first.view.people, [me]: { ...person, present: true, sources } };
  return {
    ...first,
    view: { ...first.view, people, lesson: { ...first.view.lesson, phase: "live" } },
  } as Snapshot;
}

const said = () => socket.sent.map(([, payload]) => payload);
const turn = () => act(() => new Promise((done) => setTimeout(done)));
const on = () => Object.keys(room.media.sources.tracks.value);
const told = (source: SourceName, value: boolean) => ({ type: "set_source", source, on: value });

function device(kind: "audio" | "video"): { getTracks: () => FakeTrack[] } {
  const track = new FakeTrack(kind, { width: 640, height: 360 });
  tracks.push(track);
  return { getTracks: () => [track] };
}

function shared(): object {
  const [picture, sound] = [new FakeTrack("video"), new FakeTrack("audio")];
  tracks.push(picture, sound);
  return {
    getTracks: () => [picture, sound],
    getVideoTracks: () => [picture],
    getAudioTracks: () => [sound],
  };
}

beforeEach(() => {
  asked = [];
  tracks = [];
  sessionStorage.clear();
  vi.stubGlobal("RTCPeerConnection", FakePeer);
  vi.stubGlobal("fetch", async () => new Response("answer", { status: 201 }));
  const getUserMedia = async (what: MediaStreamConstraints) => {
    asked.push(...Object.keys(what));
    return device(what.video ? "video" : "audio");
  };
  const mediaDevices = { getUserMedia, getDisplayMedia: async () => shared() };
  vi.stubGlobal("navigator", { mediaDevices, userAgent: "" });
  const fake = fakeSocket();
  room = new Room({ lesson: "l", token: "t", device: "d" }, fake.make);
  socket = fake.socket();
  for (let i = 0; i < 20; i += 1) socket.answers.push(async () => ({ ok: true }));
  place = document.body.appendChild(document.createElement("div"));
});

afterEach(() => {
  room.leave();
  act(() => render(null, place));
  place.remove();
  vi.unstubAllGlobals();
});

async function comesBack(): Promise<void> {
  act(() => room.comeBack());
  socket.server("connect");
  act(() => socket.server("snapshot", snapshot()));
  act(() => render(<TeacherRoom room={room} />, place));
  await turn();
  await turn();
}

describe("the tap back into a running lesson", () => {
  it("brings the mic", async () => {
    await comesBack();
    expect(asked).toEqual(["audio"]);
    expect(on()).toEqual(["mic"]);
    expect(said()).toContainEqual(told("mic", true));
  });

  it("brings what was on in this tab, and not what was off", async () => {
    rememberDevice(sessionStorage, "l", "mic", false);
    rememberDevice(sessionStorage, "l", "camera", true);
    await comesBack();
    expect(on()).toEqual(["camera"]);
    expect(said()).toContainEqual(told("camera", true));
  });

  it("remembers what is switched", async () => {
    await comesBack();
    await act(() => room.toggle("camera"));
    await act(() => room.toggle("mic"));
    expect(sessionStorage.getItem("bg.on.l")).toBe("camera");
  });
});

describe("after the server turned everything off", () => {
  it("what still runs is on again, once", async () => {
    await comesBack();
    const before = said().length;
    act(() => socket.server("snapshot", snapshot()));
    act(() => socket.server("snapshot", snapshot()));
    expect(said().slice(before)).toEqual([told("mic", true)]);
  });

  it("a refusal that may pass is asked again, the track goes on", async () => {
    await comesBack();
    socket.answers = [async () => ({ ok: false, code: "too_fast", message: "" })];
    act(() => socket.server("snapshot", snapshot()));
    await turn();
    expect(on()).toEqual(["mic"]);
    const before = said().length;
    act(() => socket.server("snapshot", snapshot()));
    expect(said().slice(before)).toEqual([told("mic", true)]);
  });

  it("a refusal for good stops the track", async () => {
    await comesBack();
    socket.answers = [async () => ({ ok: false, code: "not_allowed", message: "" })];
    act(() => socket.server("snapshot", snapshot()));
    await turn();
    expect(on()).toEqual([]);
    expect(tracks[0]?.stopped).toBe(true);
  });
});

describe("a shared screen", () => {
  it("stopped in the browser's own bar is off with its sound, without a reproach", async () => {
    await comesBack();
    await act(() => room.toggle("screen"));
    expect(on()).toEqual(["mic", "screen", "screen_audio"]);
    const before = said().length;
    act(() => tracks[1]?.ends());
    expect(on()).toEqual(["mic"]);
    expect(said().slice(before)).toEqual(
      expect.arrayContaining([told("screen", false), told("screen_audio", false)]),
    );
    expect(room.trouble.value).toBeNull();
  });
});

describe("two pages of one teacher", () => {
  it("the older stops sending and can take the lesson back with one tap", async () => {
    await comesBack();
    act(() => socket.server("notice", { type: "media_moved" }));
    expect(tracks[0]?.stopped).toBe(true);
    const before = said().length;
    act(() => socket.server("snapshot", snapshot("mic")));
    expect(said().slice(before)).toEqual([]);
    act(() => place.querySelector<HTMLElement>("[data-testid=take-media]")?.click());
    await turn();
    await turn();
    expect(on()).toEqual(["mic"]);
    expect(room.media.receive.state.value).toBe("trying");
  });
});
