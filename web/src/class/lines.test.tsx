// What the server says of lines, layers and echoes, on the pupil's and the teacher's page.

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import golden from "../../../tests/data/messages.json";
import type { AnyNotice, OwnLine, Snapshot } from "../generated/messages";
import { FakePeer, FakeTrack } from "../testing/media";
import { type FakeSocket, fakeSocket } from "../testing/socket";
import { PupilRoom } from "./pupil/PupilRoom";
import { Room } from "./room";
import { TeacherRoom } from "./teach";

let room: Room;
let socket: FakeSocket;
let place: HTMLElement;

const find = (id: string) => place.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const said = () => socket.sent.map(([, payload]) => payload);
const turn = () => act(() => new Promise((done) => setTimeout(done)));
const told = (notice: AnyNotice) => act(() => socket.server("notice", notice));

function line(state: OwnLine["state"]): OwnLine {
  const rates = { round_trip: 40, up: 0, down: 60, up_loss: 0, down_loss: 0, estimate: 300 };
  return { type: "own_line", path: "udp", state, slots: {}, ...rates };
}

/** Goes into a running lesson. */
function enter(given: unknown): Snapshot {
  const first = given as Snapshot;
  const snapshot = {
    ...first,
    view: { ...first.view, lesson: { ...first.view.lesson, phase: "live" as const } },
  };
  const Page = snapshot.me.role === "teacher" ? TeacherRoom : PupilRoom;
  act(() => render(<Page room={room} />, place));
  act(() => room.enter());
  socket.server("connect");
  act(() => socket.server("snapshot", snapshot));
  return snapshot;
}

beforeEach(() => {
  vi.stubGlobal("RTCPeerConnection", FakePeer);
  vi.stubGlobal("fetch", async () => new Response("answer", { status: 201 }));
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

describe("a pupil", () => {
  const first = golden.lesson.student.snapshot;
  const connected = async (): Promise<Snapshot> => {
    const snapshot = enter(first);
    await turn();
    const pc = (room.media.receive as unknown as { pc: FakePeer }).pc;
    act(() => pc.becomes("connected"));
    return snapshot;
  };

  it("sees the light the server gives the line, and hears of it once", async () => {
    await connected();
    expect(find("line")?.textContent).toBe("Đã kết nối");
    told(line("weak"));
    expect(find("line")?.textContent).toBe("Mạng yếu");
    expect(room.announcer.polite.value).toBe("Mạng yếu");
    told(line("lost"));
    expect(find("line")?.textContent).toBe("Đang kết nối lại…");
    told(line("good"));
    expect(room.announcer.polite.value).toBe("Mạng đã tốt trở lại");
  });

  it("a line called lost is given a new path at once, without a new connection", async () => {
    await connected();
    await new Promise((done) => setTimeout(done, 300));
    told(line("lost"));
    expect(room.media.receive.state.value).toBe("restarting");
  });

  it("says which pictures it shows, and what it cannot show", async () => {
    enter(first);
    await turn();
    expect(socket.tiles).toContainEqual({ type: "set_tiles", lines: { v0: 90, v1: 90, v2: 90 } });
    told({ type: "unplayable", slot: "v1", codec: "H264/0" });
    const words = "Máy này không xem được hình đang gửi (H264). Vẫn nghe được.";
    expect(find("unplayable")?.textContent).toBe(words);
    expect(room.announcer.polite.value).toBe(words);
    told({ type: "unplayable", slot: "v1", codec: "" });
    expect(find("unplayable")).toBeNull();
  });

  it("says its tiles again to a server that began anew, and forgets what only the old one knew", async () => {
    const snapshot = enter(first);
    await turn();
    told({ type: "unplayable", slot: "v1", codec: "H264" });
    const before = socket.tiles.length;
    act(() => socket.server("disconnect", "transport close"));
    expect(find("unplayable")).toBeNull();
    act(() => socket.server("connect"));
    await turn();
    act(() => socket.server("snapshot", { ...snapshot, epoch: "another", number: 1 }));
    await turn();
    expect(socket.tiles.slice(before)).toEqual([socket.tiles[0], socket.tiles[0]]);
  });

  it("whose mic the teacher turns off keeps the floor and is told", () => {
    const { me, number, epoch, at, view } = enter(first);
    const floor = { ...view.floor, [me.person]: { state: "held", since: 1, by: "gv-01" } };
    const sources = { people: { [me.person]: { sources: { mic: true } } } };
    const event = (type: string, add: number, patch: object) => {
      const body = { epoch, at, number: number + add, type, person: me.person, by: "gv-01", patch };
      act(() => socket.server("event", body));
    };
    event("floor_accepted", 1, { floor, ...sources });
    const track = new FakeTrack();
    act(() => room.start("mic", track as unknown as MediaStreamTrack));
    const before = said().length;
    event("muted", 2, { people: { [me.person]: { sources: { mic: null } } } });
    expect(track.stopped).toBe(true);
    expect(place.textContent).toContain("Thầy cô vừa tắt mic của em");
    expect(room.announcer.urgent.value).toContain("tắt mic");
    expect(said().slice(before)).toEqual([]);
  });
});

describe("a teacher", () => {
  const first = golden.lesson.teacher.snapshot;

  it("sees who really hears: a light each and the count", () => {
    const { view } = enter(first);
    const pupils = Object.entries(view.people).filter(([, { stt }]) => stt !== undefined);
    const [here = ""] = pupils.filter(([, { present }]) => present).map(([person]) => person);
    expect(find("here")?.textContent).toContain(`/${pupils.length}`);
    const lights = { hears: "Nghe tốt", weak: "Mạng yếu", lost: "Mất kết nối" } as const;
    for (const [hearing, words] of Object.entries(lights)) {
      told({ type: "hearing", people: { [here]: hearing as "hears" } });
      expect(place.querySelector(`[data-lamp="${hearing}"]`)?.textContent).toContain(words);
      const count = hearing === "lost" ? 0 : 1;
      expect(find("here")?.textContent).toBe(`${count}/${pupils.length}nghe được`);
      expect(place.textContent).toContain(`${count}/${pupils.length} nghe được`);
    }
  });

  it("is offered to mute who echoes, by name, once", async () => {
    const { me } = enter(first);
    told({ type: "echo_from", person: "hs-1", of: me.person });
    expect(find("echo")?.textContent).toContain(`Mic của ${room.name("hs-1")} bị vọng`);
    expect(room.announcer.urgent.value).toContain(room.name("hs-1"));
    act(() => find("echo-mute")?.click());
    await turn();
    expect(said()).toContainEqual({ type: "mute", person: "hs-1" });
    expect(find("echo")).toBeNull();
    told({ type: "echo_from", person: "hs-1", of: me.person });
    expect(find("echo")).toBeNull();
  });

  it("is told anew by a new line, but not of what was let be", () => {
    const { me } = enter(first);
    told({ type: "echo_from", person: "hs-1", of: me.person });
    act(() => find("echo-dismiss")?.click());
    told({ type: "echo_from", person: "hs-2", of: me.person });
    act(() => socket.server("disconnect", "transport close"));
    expect(find("echo")).toBeNull();
    act(() => socket.server("connect"));
    told({ type: "echo_from", person: "hs-1", of: me.person });
    expect(find("echo")).toBeNull();
    told({ type: "echo_from", person: "hs-2", of: me.person });
    expect(find("echo")?.textContent).toContain(room.name("hs-2"));
  });

  it("can let it be until the next time", () => {
    const { me } = enter(first);
    const echo = (of: string | null) => told({ type: "echo_from", person: "hs-1", of });
    echo(me.person);
    act(() => find("echo-dismiss")?.click());
    expect(find("echo")).toBeNull();
    echo(null);
    echo(me.person);
    expect(find("echo")).not.toBeNull();
  });
});
