// The notice that a lesson is recorded, and the teacher's bar, without a network.

import { act } from "preact/test-utils";
import { describe, expect, it } from "vitest";
import type { RecordingSaved, View } from "../generated/messages";
import type { LessonCard } from "../lib/api";
import { type Side, testLesson } from "../testing/lesson";
import { JoinCard } from "./entry/JoinCard";

type Recording = View["lesson"]["recording"];

const page = testLesson();
const pupil = "student";

const lesson = (recording: Recording) => ({ lesson: recording ? { recording } : {} });

function come(of: Side, recording: Recording): void {
  page.come(of, lesson(recording));
}

function event(type: string, recording: Recording): void {
  page.event(type, { by: "gv-1" }, { lesson: { recording: recording ?? null } });
}

function saved(change: Partial<RecordingSaved>): void {
  const notice = { type: "recording_saved", upto: page.room.now(), limit: "all", trouble: "" } as const;
  page.told({ ...notice, ...change });
}

describe("everybody", () => {
  it("who comes late sees the lamp and is told once", () => {
    come("student", "on");
    expect(page.find("recording-lamp")?.textContent).toBe("Tiết học này được ghi lại");
    expect(page.room.announcer.polite.value).toBe("Tiết học này được ghi lại");
    page.room.announcer.polite.value = "";
    page.sees(page.snapshot("student", lesson("on")));
    expect(page.room.announcer.polite.value).toBe("");
  });

  it("hears of a pause and of its end", () => {
    come("student", "on");
    event("recording_paused", "paused");
    expect(page.find("recording-lamp")?.textContent).toBe("Đã tạm dừng ghi");
    expect(page.room.announcer.polite.value).toBe("Đã tạm dừng ghi");
    event("recording_resumed", "on");
    expect(page.room.announcer.polite.value).toBe("Tiết học này được ghi lại");
  });

  it("hears with the start that it is recorded", () => {
    come("student", undefined);
    event("lesson_started", "on");
    expect(page.room.announcer.polite.value).toBe("Tiết học đã bắt đầu. Tiết học này được ghi lại");
  });

  it("sees nothing where nothing is recorded, and no pupil has the teacher's bar", () => {
    come("student", undefined);
    expect(page.find("recording-lamp")).toBeNull();
    expect(page.find("pause-recording")).toBeNull();
  });

  it("only who has not agreed is told, when asked to speak, of not being recorded", () => {
    come("student", "on");
    const me = page.room.me?.person ?? "";
    const offer = (recorded: boolean) => {
      const floor = { [me]: { state: "offered", since: Number(recorded), by: "gv-1" } };
      page.event("floor_offered", { person: me, by: "gv-1" }, { recorded, floor });
    };
    expect(page.find("not-recorded")).toBeNull();
    offer(true);
    expect(page.find("accept-floor")).not.toBeNull();
    expect(page.find("not-recorded")).toBeNull();
    offer(false);
    expect(page.find("not-recorded")?.textContent).toBe("Tiếng và hình của em không được ghi");
    const box = page.place.querySelector('[role="alertdialog"]');
    expect(box?.getAttribute("aria-describedby")).toBe(page.find("not-recorded")?.id);
  });

  it.each([true, false])("knows it before coming in: %s", (recording) => {
    const { lesson } = page.snapshot("student").view;
    const time = new Date(lesson.starts_at).toISOString();
    const card = {
      ...lesson,
      teacher: null,
      starts_at: time,
      ends_at: time,
      recording,
    } as unknown as LessonCard;
    page.show(<JoinCard room={page.room} card={card} role={pupil} onJoin={() => undefined} />);
    expect(page.find("recording-note") !== null).toBe(recording);
  });
});

describe("the teacher", () => {
  it("sees until when it is saved, pauses and goes on with one button", async () => {
    come("teacher", "on");
    expect(page.find("recording-saved")?.textContent).toBe("chưa lưu được phần nào");
    saved({ upto: Date.parse("2026-11-23T03:41:07Z") });
    expect(page.find("recording-saved")?.textContent).toBe("đã lưu bản ghi đến 10:41:07");
    page.find("pause-recording")?.focus();
    act(() => page.find("pause-recording")?.click());
    await page.turn();
    expect(page.said()).toContainEqual({ type: "pause_recording" });
    event("recording_paused", "paused");
    expect(document.activeElement).toBe(page.find("resume-recording"));
    act(() => page.find("resume-recording")?.click());
    await page.turn();
    expect(page.said()).toContainEqual({ type: "resume_recording" });
  });

  it("is told what is missing and what to do", () => {
    come("teacher", "on");
    saved({ limit: "nothing", trouble: "disk_full" });
    const text = page.place.querySelector(".recording-bar .notice")?.textContent ?? "";
    expect(text).toContain("Hiện không lưu được bản ghi.");
    expect(text).toContain("người quản trị máy chủ");
    saved({});
    expect(page.place.querySelector(".recording-bar .notice")).toBeNull();
  });
});
