import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import golden from "../../../tests/data/messages.json";
import type { PersonalEvent, Snapshot, View } from "../generated/messages";
import { FakePeer, FakeTrack } from "../testing/media";
import { type FakeSocket, fakeSocket } from "../testing/socket";
import { PupilRoom } from "./pupil/PupilRoom";
import { Room } from "./room";

const golden1 = golden.lesson.student.snapshot as unknown as Snapshot;
const me = golden1.me.person;
let room: Room;
let socket: FakeSocket;
let place: HTMLElement;
let tracks: FakeTrack[];

function snapshot(change: Partial<View> = {}): Snapshot {
  return {
    ...golden1,
    view: { ...golden1.view, lesson: { ...golden1.view.lesson, phase: "live" }, ...change },
  };
}

/** The next event, with its patch. */
function event(type: string, fields: object, patch: object): void {
  const number = (snapshot().number as number) + 1 + events;
  events += 1;
  const { epoch, at } = golden1;
  act(() =>
    socket.server("event", { epoch, at, number, type, ...fields, patch } as unknown as PersonalEvent),
  );
}
let events = 0;

const find = (id: string) => place.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const said = () => socket.sent.map(([, payload]) => payload);
const turn = () => act(() => new Promise((done) => setTimeout(done)));

beforeEach(() => {
  events = 0;
  tracks = [];
  vi.stubGlobal("RTCPeerConnection", FakePeer);
  vi.stubGlobal("fetch", async () => new Response("answer", { status: 201 }));
  const getUserMedia = async () => {
    const track = new FakeTrack();
    tracks.push(track);
    return { getTracks: () => [track] };
  };
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia }, userAgent: "" });
  const fake = fakeSocket();
  room = new Room({ lesson: "l", token: "t", device: "d" }, fake.make);
  socket = fake.socket();
  place = document.body.appendChild(document.createElement("div"));
  act(() => render(<PupilRoom room={room} />, place));
  socket.server("connect");
  act(() => socket.server("snapshot", snapshot()));
});

afterEach(() => {
  room.leave();
  render(null, place);
  place.remove();
  vi.unstubAllGlobals();
});

function ok(times = 1): void {
  for (let i = 0; i < times; i += 1) socket.answers.push(async () => ({ ok: true }));
}

const offer = () => {
  const floor = { [me]: { state: "offered", since: 1, by: "gv-01" } };
  event("floor_offered", { person: me, by: "gv-01" }, { floor });
};
const accepted = () => event("floor_accepted", { person: me }, { floor: { [me]: { state: "held" } } });

describe("the hand", () => {
  it("goes up by one tap, shows its place, and comes down", () => {
    ok(2);
    act(() => find("raise-hand")?.click());
    expect(said()).toContainEqual({ type: "raise_hand" });
    event("hand_raised", { person: me, question: "" }, { hands: { [me]: { since: golden1.at, place: 3 } } });
    expect(place.textContent).toContain("Em đang chờ thứ 3");
    expect(find("raise-hand")?.getAttribute("aria-pressed")).toBe("true");
    expect(room.announcer.polite.value).toContain("3");
    act(() => find("raise-hand")?.click());
    expect(said()).toContainEqual({ type: "lower_hand" });
  });
});

describe("the floor", () => {
  it("an invitation opens nothing by itself and takes the focus to its box", () => {
    offer();
    const box = place.querySelector("[role=alertdialog]");
    expect(box?.textContent).toContain("Cô Lan mời em phát biểu. Bật mic?");
    expect(document.activeElement).toBe(box);
    expect(tracks).toHaveLength(0);
  });

  it("a tap asks for the mic, takes the floor, then sends", async () => {
    offer();
    ok(2);
    act(() => find("accept-floor")?.click());
    await turn();
    accepted();
    expect(said().slice(-2)).toEqual([
      { type: "accept_floor" },
      { type: "set_source", source: "mic", on: true },
    ]);
    expect(room.media.sources.tracks.value.mic).toBe(tracks[0]);
    expect(find("mic")?.getAttribute("aria-pressed")).toBe("true");
  });

  it("the mic stops when the invitation was withdrawn meanwhile", async () => {
    offer();
    socket.answers.push(async () => ({ ok: false, code: "not_invited", message: "" }));
    act(() => find("accept-floor")?.click());
    await turn();
    expect(tracks[0]?.stopped).toBe(true);
    expect(place.textContent).toContain("Lời mời phát biểu đã được thu lại");
  });

  it.each([
    ["floor_taken", { person: me, by: "gv-01" }],
    ["muted_all", { by: "gv-01" }],
  ])("%s stops the track in the browser", async (type, fields) => {
    offer();
    ok(2);
    act(() => find("accept-floor")?.click());
    await turn();
    accepted();
    event(type, fields, { floor: { [me]: null } });
    expect(tracks[0]?.stopped).toBe(true);
    expect(room.media.sources.tracks.value).toEqual({});
    expect(room.announcer.urgent.value).not.toBe("");
  });

  it("can be declined without a mic", () => {
    offer();
    ok();
    act(() => find("decline-floor")?.click());
    expect(said()).toContainEqual({ type: "decline_floor" });
    expect(tracks).toHaveLength(0);
  });
});

describe("chat", () => {
  it("shows what people write as text, never as markup", () => {
    const text = "<img src=x onerror=alert(1)><b>đậm</b>";
    event("said", { person: "hs-2", text, reply_to: null }, { chat: { last: 5, count: 1 } });
    expect(find("chat-log")?.textContent).toContain(text);
    expect(find("chat-log")?.querySelector("img, b")).toBeNull();
  });

  it("answers a classmate", async () => {
    event("said", { person: "hs-2", text: "Bài 2?", reply_to: null }, { chat: { last: 5, count: 1 } });
    act(() => place.querySelector<HTMLElement>(".chat-reply")?.click());
    const input = find("chat") as HTMLInputElement;
    act(() => {
      input.value = "Mình biết";
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    ok();
    act(() => input.form?.requestSubmit());
    await turn();
    expect(said()).toContainEqual({
      type: "say",
      text: "Mình biết",
      reply_to: room.chat.lines.value[0]?.number,
    });
    expect(input.value).toBe("");
  });
});

describe("the media", () => {
  it("another device takes over, and gives back at a tap", () => {
    act(() => room.media.listen());
    act(() => socket.server("notice", { type: "media_moved" }));
    expect(place.textContent).toContain("Em đang học trên máy khác");
    act(() => find("take-media")?.click());
    expect(room.media.moved.value).toBe(false);
    expect(room.media.receive.state.value).toBe("trying");
  });

  it("receives three audio and three video slots, in this order", () => {
    const peer = room.media.slots.build() as unknown as FakePeer;
    expect(peer.transceivers.map(({ kind, direction }) => `${kind} ${direction}`)).toEqual([
      ...Array(3).fill("audio recvonly"),
      ...Array(3).fill("video recvonly"),
    ]);
  });

  it("sends mic, camera, screen, screen audio, in this order", () => {
    const peer = room.media.sources.build() as unknown as FakePeer;
    expect(peer.transceivers.map(({ kind }) => kind)).toEqual(["audio", "video", "video", "audio"]);
    expect(peer.transceivers.every(({ direction }) => direction === "sendonly")).toBe(true);
  });
});

describe("after an absence", () => {
  it("says again what is on, once the server has heard us", async () => {
    offer();
    ok(2);
    act(() => find("accept-floor")?.click());
    await turn();
    accepted();
    const patch = { people: { [me]: { sources: { mic: null } } } };
    event("left", { person: me, last_seen: golden1.at }, patch);
    const before = said().length;
    ok();
    event(
      "joined",
      { person: me, name: "Học sinh 1", role: "student" },
      { people: { [me]: { present: true } } },
    );
    expect(said().slice(before)).toContainEqual({ type: "set_source", source: "mic", on: true });
  });
});

describe("a standard client of the same person", () => {
  it("keeps what it sends on, until this page sends something itself", async () => {
    const on = { [me]: { ...golden1.view.people[me as never], sources: { mic: true } } };
    const floor = { [me]: { state: "held" } };
    socket.answers.push(async () => ({ ok: false, code: "elsewhere", message: "" }));
    act(() => socket.server("snapshot", snapshot({ people: on, floor } as never)));
    await turn();
    const off = { type: "set_source", source: "mic", on: false };
    expect(said().at(-1)).toEqual(off);
    expect(room.trouble.value).toBeNull();
    const before = said().length;
    act(() => socket.server("snapshot", snapshot({ people: on, floor } as never)));
    await turn();
    expect(said().slice(before)).toEqual([]);
    act(() => room.start("camera", new FakeTrack() as unknown as MediaStreamTrack));
    act(() => socket.server("snapshot", snapshot({ people: on, floor } as never)));
    expect(said().slice(before)).toContainEqual(off);
  });
});

describe("a device that ends by itself", () => {
  const speaking = async () => {
    offer();
    ok(2);
    act(() => find("accept-floor")?.click());
    await turn();
    accepted();
    event(
      "source_set",
      { person: me, source: "mic", on: true },
      { people: { [me]: { sources: { mic: true } } } },
    );
  };

  it("is off for the server, too, and the person is told", async () => {
    await speaking();
    ok();
    act(() => tracks[0]?.ends());
    expect(said().at(-1)).toEqual({ type: "set_source", source: "mic", on: false });
    expect(place.textContent).toContain("vừa bị ngắt");
    expect(room.media.sources.tracks.value).toEqual({});
  });

  it("is noticed when the page slept while it ended", async () => {
    await speaking();
    if (tracks[0]) tracks[0].readyState = "ended";
    ok();
    act(() => socket.server("snapshot", snapshot({ floor: { [me]: { state: "held" } } as never })));
    expect(said().at(-1)).toEqual({ type: "set_source", source: "mic", on: false });
    expect(room.media.sources.tracks.value).toEqual({});
  });
});
