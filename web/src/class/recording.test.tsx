// The notice that a lesson is recorded, and the teacher's bar, without a network.

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import golden from "../../../tests/data/messages.json";
import type { RecordingSaved, Snapshot, View } from "../generated/messages";
import type { LessonCard } from "../lib/api";
import { FakePeer } from "../testing/media";
import { type FakeSocket, fakeSocket } from "../testing/socket";
import { JoinCard } from "./entry/JoinCard";
import { PupilRoom } from "./pupil/PupilRoom";
import { Room } from "./room";
import { TeacherRoom } from "./teach";

type Recording = View["lesson"]["recording"];

const pupil = "student";

let room: Room;
let socket: FakeSocket;
let place: HTMLElement;
let number: number;

const find = (id: string) => place.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const said = () => socket.sent.map(([, payload]) => payload);
const turn = () => act(() => new Promise((done) => setTimeout(done)));

function snapshot(of: "student" | "teacher", recording: Recording): Snapshot {
  const first = golden.lesson[of].snapshot as unknown as Snapshot;
  const { recording: _, ...lesson } = first.view.lesson;
  const live = { ...lesson, phase: "live", ...(recording && { recording }) };
  number = first.number;
  return { ...first, view: { ...first.view, lesson: live } } as Snapshot;
}

function event(type: string, recording: Recording): void {
  const first = golden.lesson.student.snapshot as unknown as Snapshot;
  number += 1;
  act(() =>
    socket.server("event", {
      epoch: first.epoch,
      number,
      at: first.at,
      type,
      by: "gv-1",
      patch: { lesson: { recording: recording ?? null } },
    }),
  );
}

function come(of: "student" | "teacher", recording: Recording): void {
  act(() => room.enter());
  socket.server("connect");
  act(() => socket.server("snapshot", snapshot(of, recording)));
  act(() => render(of === "teacher" ? <TeacherRoom room={room} /> : <PupilRoom room={room} />, place));
}

function saved(change: Partial<RecordingSaved>): void {
  const notice = { type: "recording_saved", upto: room.now(), limit: "all", trouble: "", ...change };
  act(() => socket.server("notice", notice));
}

beforeEach(() => {
  sessionStorage.clear();
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

describe("everybody", () => {
  it("who comes late sees the lamp and is told once", () => {
    come("student", "on");
    expect(find("recording-lamp")?.textContent).toBe("Tiết học này được ghi lại");
    expect(room.announcer.polite.value).toBe("Tiết học này được ghi lại");
    room.announcer.polite.value = "";
    act(() => socket.server("snapshot", snapshot("student", "on")));
    expect(room.announcer.polite.value).toBe("");
  });

  it("hears of a pause and of its end", () => {
    come("student", "on");
    event("recording_paused", "paused");
    expect(find("recording-lamp")?.textContent).toBe("Đã tạm dừng ghi");
    expect(room.announcer.polite.value).toBe("Đã tạm dừng ghi");
    event("recording_resumed", "on");
    expect(room.announcer.polite.value).toBe("Tiết học này được ghi lại");
  });

  it("hears with the start that it is recorded", () => {
    come("student", undefined);
    event("lesson_started", "on");
    expect(room.announcer.polite.value).toBe("Tiết học đã bắt đầu. Tiết học này được ghi lại");
  });

  it("sees nothing where nothing is recorded, and no pupil has the teacher's bar", () => {
    come("student", undefined);
    expect(find("recording-lamp")).toBeNull();
    expect(find("pause-recording")).toBeNull();
  });

  it("only who has not agreed is told, when asked to speak, of not being recorded", () => {
    come("student", "on");
    const me = room.me?.person ?? "";
    const offer = (recorded: boolean) => {
      number += 1;
      const floor = { [me]: { state: "offered", since: number, by: "gv-1" } };
      const patch = { recorded, floor };
      const { epoch, at } = golden.lesson.student.snapshot as unknown as Snapshot;
      act(() =>
        socket.server("event", { epoch, number, at, type: "floor_offered", person: me, by: "gv-1", patch }),
      );
    };
    expect(find("not-recorded")).toBeNull();
    offer(true);
    expect(find("accept-floor")).not.toBeNull();
    expect(find("not-recorded")).toBeNull();
    offer(false);
    expect(find("not-recorded")?.textContent).toBe("Tiếng và hình của em không được ghi");
    const box = place.querySelector('[role="alertdialog"]');
    expect(box?.getAttribute("aria-describedby")).toBe(find("not-recorded")?.id);
  });

  it.each([true, false])("knows it before coming in: %s", (recording) => {
    const { lesson } = snapshot("student", undefined).view;
    const time = new Date(lesson.starts_at).toISOString();
    const card = {
      ...lesson,
      teacher: null,
      starts_at: time,
      ends_at: time,
      recording,
    } as unknown as LessonCard;
    act(() => render(<JoinCard room={room} card={card} role={pupil} onJoin={() => undefined} />, place));
    expect(find("recording-note") !== null).toBe(recording);
  });
});

describe("the teacher", () => {
  it("sees until when it is saved, pauses and goes on with one button", async () => {
    come("teacher", "on");
    expect(find("recording-saved")?.textContent).toBe("chưa lưu được phần nào");
    saved({ upto: Date.parse("2026-11-23T03:41:07Z") });
    expect(find("recording-saved")?.textContent).toBe("đã lưu bản ghi đến 10:41:07");
    find("pause-recording")?.focus();
    act(() => find("pause-recording")?.click());
    await turn();
    expect(said()).toContainEqual({ type: "pause_recording" });
    event("recording_paused", "paused");
    expect(document.activeElement).toBe(find("resume-recording"));
    act(() => find("resume-recording")?.click());
    await turn();
    expect(said()).toContainEqual({ type: "resume_recording" });
  });

  it("is told what is missing and what to do", () => {
    come("teacher", "on");
    saved({ limit: "nothing", trouble: "disk_full" });
    const text = place.querySelector(".recording-bar .notice")?.textContent ?? "";
    expect(text).toContain("Hiện không lưu được bản ghi.");
    expect(text).toContain("người quản trị máy chủ");
    saved({});
    expect(place.querySelector(".recording-bar .notice")).toBeNull();
  });
});
