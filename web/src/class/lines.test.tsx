// What the server says of lines, layers and echoes, on the pupil's and the teacher's page.

import { act } from "preact/test-utils";
import { describe, expect, it } from "vitest";
import type { OwnLine, Snapshot } from "../generated/messages";
import { testLesson } from "../testing/lesson";
import { type FakePeer, FakeTrack } from "../testing/media";

const page = testLesson();

function line(state: OwnLine["state"]): OwnLine {
  const rates = { round_trip: 40, up: 0, down: 60, up_loss: 0, down_loss: 0, estimate: 300 };
  return { type: "own_line", path: "udp", state, slots: {}, ...rates };
}

describe("a pupil", () => {
  const connected = async (): Promise<Snapshot> => {
    const snapshot = page.come("student");
    await page.turn();
    const pc = (page.room.media.receive as unknown as { pc: FakePeer }).pc;
    act(() => pc.becomes("connected"));
    return snapshot;
  };

  it("sees the light the server gives the line, and hears of it once", async () => {
    await connected();
    expect(page.find("line")?.textContent).toBe("Đã kết nối");
    page.told(line("weak"));
    expect(page.find("line")?.textContent).toBe("Mạng yếu");
    expect(page.room.announcer.polite.value).toBe("Mạng yếu");
    page.told(line("lost"));
    expect(page.find("line")?.textContent).toBe("Đang kết nối lại…");
    page.told(line("good"));
    expect(page.room.announcer.polite.value).toBe("Mạng đã tốt trở lại");
  });

  it("a line called lost is given a new path at once, without a new connection", async () => {
    await connected();
    await new Promise((done) => setTimeout(done, 300));
    page.told(line("lost"));
    expect(page.room.media.receive.state.value).toBe("restarting");
  });

  it("says which pictures it shows, and what it cannot show", async () => {
    page.come("student");
    await page.turn();
    expect(page.socket.tiles).toContainEqual({ type: "set_tiles", lines: { v0: 90, v1: 90, v2: 90 } });
    page.told({ type: "unplayable", slot: "v1", codec: "H264/0" });
    const words = "Máy này không xem được hình đang gửi (H264). Vẫn nghe được.";
    expect(page.find("unplayable")?.textContent).toBe(words);
    expect(page.room.announcer.polite.value).toBe(words);
    page.told({ type: "unplayable", slot: "v1", codec: "" });
    expect(page.find("unplayable")).toBeNull();
  });

  it("says its tiles again to a server that began anew, and forgets what only the old one knew", async () => {
    const snapshot = page.come("student");
    await page.turn();
    page.told({ type: "unplayable", slot: "v1", codec: "H264" });
    const before = page.socket.tiles.length;
    act(() => page.socket.server("disconnect", "transport close"));
    expect(page.find("unplayable")).toBeNull();
    act(() => page.socket.server("connect"));
    await page.turn();
    act(() => page.socket.server("snapshot", { ...snapshot, epoch: "another", number: 1 }));
    await page.turn();
    expect(page.socket.tiles.slice(before)).toEqual([page.socket.tiles[0], page.socket.tiles[0]]);
  });

  it("led into another room before the lesson, the page shows that one and none of the old lines", async () => {
    const snapshot = page.come("student", { lesson: { phase: "waiting" } });
    page.event("said", { person: "hs-8a3-06", text: "trong phòng cũ", to: "class" }, { chat: { last: 900 } });
    expect(page.room.chat.lines.value).toHaveLength(1);
    act(() => page.socket.server("disconnect", "transport close"));
    act(() => page.socket.server("connect"));
    const lesson = { ...snapshot.view.lesson, id: "another", class_name: "8A3, 8A4" };
    const view = { ...snapshot.view, lesson, chat: { last: 0 } } as typeof snapshot.view;
    page.sees({ ...snapshot, epoch: "another", number: 2, view });
    await page.turn();
    expect(page.room.view?.lesson.id).toBe("another");
    expect(page.room.chat.lines.value).toEqual([]);
    expect(page.room.connection.line.value).toBe("connected");
  });

  it("whose mic the teacher turns off keeps the floor and is told", () => {
    const { me, view } = page.come("student");
    const floor = { ...view.floor, [me.person]: { state: "held", since: 1, by: "gv-01" } };
    const sources = { people: { [me.person]: { sources: { mic: true } } } };
    const fields = { person: me.person, by: "gv-01" };
    page.event("floor_accepted", fields, { floor, ...sources });
    const track = new FakeTrack();
    act(() => page.room.own.start("mic", track as unknown as MediaStreamTrack));
    const before = page.said().length;
    page.event("muted", fields, { people: { [me.person]: { sources: { mic: null } } } });
    expect(track.stopped).toBe(true);
    expect(page.place.textContent).toContain("Thầy cô vừa tắt mic của em");
    expect(page.room.announcer.urgent.value).toContain("tắt mic");
    expect(page.said().slice(before)).toEqual([]);
  });
});

describe("a teacher", () => {
  it("sees who really hears: a light each and the count", () => {
    const { view } = page.come("teacher");
    const pupils = Object.entries(view.people).filter(([, { stt }]) => stt !== undefined);
    const [here = ""] = pupils.filter(([, { present }]) => present).map(([person]) => person);
    expect(page.find("here")?.textContent).toContain(`/${pupils.length}`);
    const lights = { hears: "Nghe tốt", weak: "Mạng yếu", lost: "Mất kết nối" } as const;
    for (const [hearing, words] of Object.entries(lights)) {
      page.told({ type: "hearing", people: { [here]: hearing as "hears" } });
      expect(page.place.querySelector(`[data-lamp="${hearing}"]`)?.textContent).toContain(words);
      const count = hearing === "lost" ? 0 : 1;
      expect(page.find("here")?.textContent).toBe(`${count}/${pupils.length}nghe được`);
      expect(page.place.textContent).toContain(`${count}/${pupils.length} nghe được`);
    }
  });

  it("is offered to mute who echoes, by name, once", async () => {
    const { me } = page.come("teacher");
    page.told({ type: "echo_from", person: "hs-1", of: me.person });
    expect(page.find("echo")?.textContent).toContain(`Mic của ${page.room.name("hs-1")} bị vọng`);
    expect(page.room.announcer.urgent.value).toContain(page.room.name("hs-1"));
    act(() => page.find("echo-mute")?.click());
    await page.turn();
    expect(page.said()).toContainEqual({ type: "mute", person: "hs-1" });
    expect(page.find("echo")).toBeNull();
    page.told({ type: "echo_from", person: "hs-1", of: me.person });
    expect(page.find("echo")).toBeNull();
  });

  it("is told anew by a new line, but not of what was let be", () => {
    const { me } = page.come("teacher");
    page.told({ type: "echo_from", person: "hs-1", of: me.person });
    act(() => page.find("echo-dismiss")?.click());
    page.told({ type: "echo_from", person: "hs-2", of: me.person });
    act(() => page.socket.server("disconnect", "transport close"));
    expect(page.find("echo")).toBeNull();
    act(() => page.socket.server("connect"));
    page.told({ type: "echo_from", person: "hs-1", of: me.person });
    expect(page.find("echo")).toBeNull();
    page.told({ type: "echo_from", person: "hs-2", of: me.person });
    expect(page.find("echo")?.textContent).toContain(page.room.name("hs-2"));
  });

  it("can let it be until the next time", () => {
    const { me } = page.come("teacher");
    const echo = (of: string | null) => page.told({ type: "echo_from", person: "hs-1", of });
    echo(me.person);
    act(() => page.find("echo-dismiss")?.click());
    expect(page.find("echo")).toBeNull();
    echo(null);
    echo(me.person);
    expect(page.find("echo")).not.toBeNull();
  });
});
