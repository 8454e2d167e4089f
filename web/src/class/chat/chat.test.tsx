// Chat: for whom, when, taken back, as a trace.

import { act } from "preact/test-utils";
import { describe, expect, it, vi } from "vitest";
import golden from "../../../../tests/data/messages.json";
import type { ClassControls, View } from "../../generated/messages";
import { testLesson } from "../../testing/lesson";
import { secondsLeft, targetOf, targets } from "./target";

const page = testLesson();
const me = golden.lesson.student.snapshot.me.person;
const controls: ClassControls = {
  waiting_room: false,
  locked: false,
  mics: true,
  cameras: true,
  chat: "class",
  slow_s: 0,
  floors: 3,
};

const line = (person: string, text: string, to = "class") =>
  page.event("said", { person, text, reply_to: null, to }, { chat: { last: 9, count: 1 } });

function choose(id: string, value: string): void {
  const select = page.find(id) as HTMLSelectElement;
  select.value = value;
  act(() => void select.dispatchEvent(new Event("change", { bubbles: true })));
}

describe("a pupil", () => {
  it("writes to the class or to the teachers", async () => {
    page.come("student", { lesson: { controls } });
    await page.write("chat", "Chào cả lớp");
    expect(page.said().at(-1)).toEqual({ type: "say", text: "Chào cả lớp", to: "class" });
    choose("chat-to", "teachers");
    await page.write("chat", "Em chưa hiểu");
    expect(page.said().at(-1)).toEqual({ type: "say", text: "Em chưa hiểu", to: "teachers" });
  });

  it("writes only questions where the class may not chat, and nothing where it is off", async () => {
    page.come("student", { lesson: { controls: { ...controls, chat: "questions" } } });
    expect(page.text()).toContain("chỉ viết được câu hỏi cho thầy cô");
    await page.write("chat", "Vì sao?");
    expect(page.said().at(-1)).toEqual({ type: "say", text: "Vì sao?", to: "teachers" });
    page.event("class_set", {}, { lesson: { controls: { chat: "off" } } });
    expect(page.find("chat")).toBeNull();
    expect(page.text()).toContain("tắt trò chuyện");
  });

  it("keeps what was typed while the chat is locked", () => {
    page.come("student", { lesson: { controls } });
    const input = page.find("chat") as HTMLInputElement;
    input.value = "đang viết dở";
    act(() => void input.dispatchEvent(new Event("input", { bubbles: true })));
    page.event("quiet_set", { on: true, by: "gv-01" }, { lesson: { quiet: true } });
    expect(page.find("chat")).toBeNull();
    page.event("quiet_set", { on: false, by: "gv-01" }, { lesson: { quiet: null } });
    expect((page.find("chat") as HTMLInputElement).value).toBe("đang viết dở");
  });

  it("waits in a slow chat and sees for how long", () => {
    page.come("student", { lesson: { controls: { ...controls, slow_s: 30 } } });
    page.event("said", { person: me, text: "Một", reply_to: null, to: "class", at: page.room.now() });
    expect(page.find("chat-wait")?.textContent).toMatch(/sau (29|30) giây/);
    expect(page.find("chat-send")).toBeNull();
  });

  it("sees that a line is for nobody else", () => {
    page.come("student");
    line("gv-01", "Em tập trung nhé", me);
    expect(page.find("chat-log")?.textContent).toContain("riêng cho em");
  });

  it("takes back an own young line, not another's; what is gone is a trace", async () => {
    page.come("student");
    line(me, "Nhầm");
    line("hs-2", "Khác");
    expect(page.place.querySelectorAll("[data-testid=chat-delete]")).toHaveLength(1);
    await page.click("chat-delete");
    const { number } = page.room.chat.lines.value[0] as { number: number };
    expect(page.said().at(-1)).toEqual({ type: "delete_said", number });
    page.event("said_deleted", { line: number, by: me });
    expect(page.find("chat-log")?.textContent).toContain("Tin đã bị xóa");
    expect(page.find("chat-log")?.textContent).not.toContain("Nhầm");
  });

  it("answers a private line privately", async () => {
    page.come("student");
    line("gv-01", "Em nghe rõ không?", me);
    act(() => page.place.querySelector<HTMLElement>(".chat-act")?.click());
    await page.write("chat", "Dạ rõ");
    expect(page.said().at(-1)).toMatchObject({ type: "say", to: "teachers" });
  });
});

describe("a teacher", () => {
  it("sees what was deleted and by whom, and may delete any line", async () => {
    page.come("teacher");
    line("hs-1", "Nói bậy");
    await page.click("chat-delete");
    const { number } = page.room.chat.lines.value[0] as { number: number };
    page.event("said_deleted", { line: number, by: "gv-01" });
    const log = page.find("chat-log")?.textContent ?? "";
    expect(log).toContain("Đã xóa bởi Trần Thị Lan");
    expect(log).toContain("Nói bậy");
  });

  it("never writes to the class what is for one pupil, also when that pupil's line drops", async () => {
    const view = golden.lesson.teacher.snapshot.view as unknown as View;
    const people = { ...view.people, "hs-1": { ...view.people["hs-1"], present: true } } as View["people"];
    page.come("teacher", { people });
    choose("chat-to", "hs-1");
    page.event("left", { person: "hs-1" }, { people: { "hs-1": { present: false } } });
    await page.write("chat", "Mẹ gọi em đấy");
    expect(page.said().at(-1)).toMatchObject({ type: "say", to: "hs-1" });
    expect((page.find("chat-to") as HTMLSelectElement).value).toBe("hs-1");
  });

  it("may end up with fewer readers than was chosen, never with more", () => {
    expect(targetOf(["class", "teachers"], "class")).toBe("class");
    expect(targetOf(["teachers"], "class")).toBe("teachers");
    expect(targetOf(["class"], "teachers")).toBe("teachers");
    expect(targetOf(["class", "hs-2"], "hs-1")).toBe("hs-1");
  });

  it("chooses among the class and who is there", () => {
    const view = golden.lesson.teacher.snapshot.view as unknown as View;
    expect(targets(view, { person: "gv-01", name: "", role: "teacher" })).toEqual(["class", "hs-1"]);
  });
});

describe("what is said aloud", () => {
  it("gathers lines: few are read, many are counted, none of the own", () => {
    page.come("student");
    vi.useFakeTimers();
    line("hs-2", "Một");
    line(me, "Của em");
    act(() => void vi.advanceTimersByTime(2000));
    expect(page.room.announcer.chat.value).toBe("Học sinh 2: Một");
    for (const text of ["a", "b", "c"]) line("hs-3", text);
    act(() => void vi.advanceTimersByTime(2000));
    expect(page.room.announcer.chat.value).toBe("3 tin mới trong trò chuyện, mới nhất của Học sinh 3");
    vi.useRealTimers();
  });
});

describe("a region of the page", () => {
  it("changes when the same words are to be spoken again", () => {
    page.come("student");
    const { announcer } = page.room;
    announcer.told();
    const first = announcer.polite.value;
    announcer.told();
    expect(announcer.polite.value).not.toBe(first);
    expect(announcer.polite.value.trim()).toBe(first);
  });
});

describe("a slow chat", () => {
  it("counts from the own last line, for learners only", () => {
    const view = { lesson: { controls: { ...controls, slow_s: 10 } } } as View;
    const pupil = { person: me, name: "", role: "student" } as const;
    expect(secondsLeft(view, pupil, 1000, 4500)).toBe(7);
    expect(secondsLeft(view, pupil, undefined, 4500)).toBe(0);
    expect(secondsLeft(view, { ...pupil, role: "teacher" }, 1000, 4500)).toBe(0);
  });
});
