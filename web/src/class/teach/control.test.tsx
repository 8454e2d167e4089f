// The teacher's hand on the class: door, controls, order, hands that went down, who hears badly, one pupil's menu.

import { act } from "preact/test-utils";
import { describe, expect, it, vi } from "vitest";
import golden from "../../../../tests/data/messages.json";
import type { ClassControls, PersonView, View } from "../../generated/messages";
import { type Change, testLesson } from "../../testing/lesson";

const page = testLesson();
const base = golden.lesson.teacher.snapshot.view as unknown as View;
const controls: ClassControls = {
  waiting_room: false,
  locked: false,
  mics: true,
  cameras: true,
  chat: "class",
  slow_s: 0,
  floors: 3,
};

function people(change: Record<string, Partial<PersonView>>): Change {
  const all: Record<string, PersonView> = { ...base.people };
  for (const [person, about] of Object.entries(change)) {
    const blank: PersonView = { name: person, role: "guest", present: true, mode: "full", sources: {} };
    all[person] = { ...blank, ...all[person], ...about };
  }
  return { people: all, lesson: { controls } };
}

const here = { present: true } as const;

describe("the door", () => {
  it("lets in one, or all", async () => {
    page.come("teacher", people({ "hs-2": { door: "waiting" }, "hs-3": { door: "waiting" } }));
    expect(page.find("waiting")?.children).toHaveLength(2);
    await page.click("admit");
    await page.click("admit-all");
    expect(page.said()).toContainEqual({ type: "admit", person: "hs-2" });
    expect(page.said()).toContainEqual({ type: "admit_all" });
  });

  it("shows who was removed, with the way back", async () => {
    page.come("teacher", people({ "hs-2": { door: "removed" } }));
    await page.click("readmit");
    expect(page.said()).toContainEqual({ type: "admit", person: "hs-2" });
  });

  it("is said when somebody knocks", () => {
    page.come("teacher", people({}));
    page.event("knocked", { person: "kh-1", name: "Bác Hai (khách)", role: "guest" });
    expect(page.room.announcer.polite.value).toBe("Bác Hai (khách) chờ vào lớp");
  });
});

describe("the class's controls", () => {
  it("send only what was changed", async () => {
    page.come("teacher", people({}));
    await page.click("class");
    await page.click("set-waiting_room");
    await page.click("set-mics");
    expect(page.said().slice(-2)).toEqual([
      { type: "set_class", waiting_room: true },
      { type: "set_class", mics: false },
    ]);
    const chat = page.find("class-panel")?.querySelector("select") as HTMLSelectElement;
    chat.value = "questions";
    act(() => void chat.dispatchEvent(new Event("change", { bubbles: true })));
    expect(page.said().at(-1)).toEqual({ type: "set_class", chat: "questions" });
  });

  it("order in class goes on by one tap and off by one", async () => {
    page.come("teacher", people({}));
    await page.click("quiet");
    expect(page.said().at(-1)).toEqual({ type: "quiet_class", on: true });
    page.event("quiet_set", { on: true, by: "gv-01" }, { lesson: { quiet: true } });
    expect(page.find("quiet")?.getAttribute("aria-pressed")).toBe("true");
    await page.click("quiet-end");
    expect(page.said().at(-1)).toEqual({ type: "quiet_class", on: false });
  });
});

describe("hands", () => {
  it("that went down by themselves can be put up again", async () => {
    page.come("teacher", people({ "hs-1": here }));
    const lowered = { "hs-1": { since: 1, at: page.room.now() } };
    page.event("hand_lowered", { person: "hs-1", by: null }, { lowered });
    expect(page.room.announcer.polite.value).toContain("đã hạ sau khi phát biểu");
    expect(page.find("lowered")?.textContent).toContain("Học sinh 1");
    await page.click("restore-snack");
    await page.click("restore-hand");
    expect(page.said().slice(-2)).toEqual(Array(2).fill({ type: "restore_hand", person: "hs-1" }));
    page.event(
      "hand_restored",
      { person: "hs-1", by: "gv-01" },
      { hands: { "hs-1": { since: 1, place: 1 } } },
    );
    expect(page.find("lowered-snack")).toBeNull();
  });

  it("are said with their place", () => {
    page.come("teacher", people({ "hs-1": here }));
    const hands = { "hs-1": { since: 1, place: 2 } };
    vi.useFakeTimers();
    page.event("hand_raised", { person: "hs-1", question: "" }, { hands });
    act(() => void vi.advanceTimersByTime(1000));
    expect(page.room.announcer.polite.value).toBe("Học sinh 1 giơ tay, thứ 2");
    for (let i = 0; i < 3; i++) page.event("hand_raised", { person: "hs-1", question: "" }, { hands });
    act(() => void vi.advanceTimersByTime(1000));
    expect(page.room.announcer.polite.value).toBe("3 em vừa giơ tay, mới nhất Học sinh 1");
    vi.useRealTimers();
  });
});

describe("who hears badly", () => {
  it("stands beside what the server knows, until it is done", async () => {
    page.come("teacher", people({ "hs-1": { ...here, unclear_since: 5 } }));
    page.told({ type: "hearing", people: { "hs-1": "weak" } });
    expect(page.find("unclear-list")?.textContent).toContain("máy chủ thấy: Mạng yếu");
    await page.click("clear-unclear");
    expect(page.said().at(-1)).toEqual({ type: "clear_unclear", person: "hs-1" });
  });
});

describe("one pupil's menu", () => {
  it("writes privately", async () => {
    page.come("teacher", people({ "hs-1": here }));
    await page.click("row-more");
    await page.click("write-to");
    expect(document.activeElement).toBe(page.find("chat"));
    await page.write("chat", "Em nhớ bật mic nhé");
    const line = { type: "say", text: "Em nhớ bật mic nhé", to: "hs-1" };
    expect(page.said()).toContainEqual(line);
  });

  it("sends out with a reason", async () => {
    page.come("teacher", people({ "hs-1": here }));
    await page.click("row-more");
    await page.click("remove");
    const reason = page.place.querySelector<HTMLInputElement>(".removing input");
    if (reason) reason.value = "gây ồn";
    act(() => void reason?.dispatchEvent(new Event("input", { bubbles: true })));
    act(() => void reason?.form?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true })));
    await page.turn();
    expect(page.said().at(-1)).toEqual({ type: "remove", person: "hs-1", reason: "gây ồn" });
  });

  it.each([
    [["8a3"], true],
    [["8a4"], false],
    [[], false],
  ])("issues a card anew for a pupil of 8A3 where one may for %j: %s", async (may, offered) => {
    page.room.cardsOf = may;
    page.come("teacher", people({ "hs-1": { ...here, class_id: "8a3" } }));
    await page.click("row-more");
    expect(page.find("remove")).not.toBeNull();
    expect(page.find("card-again") !== null).toBe(offered);
  });
});

describe("a classroom with its own device", () => {
  it("marks pupils at school, one by a tap, the rest by one", async () => {
    page.come("teacher", people({ "ph-1": { role: "room", name: "Phòng 12" }, "hs-1": here }));
    await page.click("at-school");
    const tick = page.find("school-tick") as HTMLInputElement;
    act(() => tick.click());
    expect(page.said().at(-1)).toEqual({ type: "mark_at_school", people: ["hs-1"], on: true });
    await page.click("at-school-rest");
    expect(page.said().at(-1)).toMatchObject({ type: "mark_at_school", on: true });
  });

  it("is not offered without one", () => {
    page.come("teacher", people({}));
    expect(page.find("at-school")).toBeNull();
  });
});

describe("rooms of several lines", () => {
  const line = { lesson: "a", subject: "Toán", title: "", starts_at: 0, ends_at: 1 };

  it("list the pupils by class", () => {
    const lines = [
      { ...line, class_id: "8a1", class_name: "8A1", period: "tiết 2" },
      { ...line, class_id: "8a2", class_name: "8A2", period: "tiết 2" },
    ];
    const change = people({ "hs-1": { class_id: "8a1" }, "hs-2": { class_id: "8a2" } });
    page.come("teacher", { ...change, lesson: { controls, lines } });
    expect(page.place.querySelector(".strip-title")?.textContent).toContain("8A1, 8A2");
    const lists = [...page.place.querySelectorAll("[data-testid=roster]")];
    expect(lists.map((list) => list.getAttribute("aria-label"))).toEqual(["8A1", "8A2"]);
    expect(lists[0]?.textContent).toContain("Học sinh 1");
  });

  it("say which of two periods runs", () => {
    const at = golden.lesson.teacher.snapshot.at;
    const lines = [
      { ...line, class_name: "8A3", period: "tiết 2", starts_at: at - 60_000 },
      { ...line, class_name: "8A3", period: "tiết 3", starts_at: at + 60_000 },
    ];
    page.come("teacher", { lesson: { controls, lines, started_at: at - 60_000 } });
    expect(page.find("running")?.textContent).toBe("đang học Tiết 2");
  });
});

describe("who leads", () => {
  it("a co-teacher does all but end the lesson", () => {
    page.come("teacher", people({}), "co_teacher");
    expect(page.find("quiet")).not.toBeNull();
    expect(page.find("end")).toBeNull();
  });

  it("sees observers by name, and whether the server hears one", () => {
    const change = people({ "ob-1": { role: "observer", name: "Thầy Phúc" } });
    page.come("teacher", { ...change, lesson: { controls, observed: true, teacher_lost_since: 3 } });
    expect(page.find("visitors")?.textContent).toContain("Thầy Phúc");
    expect(page.find("observed")).not.toBeNull();
    expect(page.find("lost-banner")?.textContent).toContain("Máy chủ không nghe thấy thầy cô");
  });
});
