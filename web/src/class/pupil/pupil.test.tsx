// The pupil's page: the door, locks, "không nghe rõ", two pupils at one device, small children, keys.

import { act } from "preact/test-utils";
import { afterEach, describe, expect, it } from "vitest";
import golden from "../../../../tests/data/messages.json";
import type { ClassControls, PersonView, Snapshot, View } from "../../generated/messages";
import { smallChildren } from "../../i18n/words";
import { testLesson } from "../../testing/lesson";
import { turnKeys } from "../frame/keys";

const page = testLesson();
const base = golden.lesson.student.snapshot.view as unknown as View;
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

function outside(door: "waiting" | "removed"): Snapshot {
  const own = { name: "Học sinh 1", role: "student", present: false, mode: "full", sources: {}, door };
  return page.snapshot("student", { people: { [me]: own as PersonView } });
}

afterEach(() => {
  smallChildren.value = false;
  turnKeys(true);
});

describe("the door", () => {
  it("keeps one waiting without media, and lets in by itself", () => {
    page.come("student");
    page.room.teacher = "cô Lan";
    page.sees(outside("waiting"));
    expect(page.find("door")?.textContent).toContain("Cô Lan sẽ cho em vào");
    expect(page.room.media.receive.state.value).toBe("idle");
    expect(page.find("raise-hand")).toBeNull();
    page.sees(page.snapshot("student"));
    expect(page.find("door")).toBeNull();
    expect(page.room.media.receive.state.value).toBe("trying");
    expect(page.room.announcer.urgent.value).toBe("Đã vào lớp");
  });

  it("says what to do to one who was removed, and forgets the chat", () => {
    page.come("student");
    page.event("said", { person: "hs-2", text: "Chào", reply_to: null, to: "class" });
    page.sees(outside("removed"));
    expect(page.text()).toContain("Em đã được mời ra khỏi lớp");
    expect(page.room.chat.lines.value).toEqual([]);
  });
});

describe("locks", () => {
  it("a quiet class says so, shuts hands and chat, and opens them again", () => {
    page.come("student", { lesson: { controls } });
    page.event("quiet_set", { on: true, by: "gv-01" }, { lesson: { quiet: true } });
    expect(page.find("quiet-banner")?.textContent).toContain("giữ trật tự");
    expect(page.room.announcer.urgent.value).toContain("giữ trật tự");
    expect((page.find("raise-hand") as HTMLButtonElement).disabled).toBe(true);
    expect(page.find("chat")).toBeNull();
    page.event("quiet_set", { on: false, by: "gv-01" }, { lesson: { quiet: null } });
    expect(page.find("quiet-banner")).toBeNull();
    expect(page.find("chat")).not.toBeNull();
  });

  it("a lost teacher is named by title, and comes back", () => {
    page.come("student");
    page.event("teacher_lost", { since: 1 }, { lesson: { teacher_lost_since: 1 } });
    const words = "Cô Lan đang kết nối lại, các em chờ một chút";
    expect(page.find("lost-banner")?.textContent).toContain(words);
    expect(page.room.announcer.urgent.value).toBe(words);
    page.event("teacher_back", { by: "gv-01" }, { lesson: { teacher_lost_since: null } });
    expect(page.room.announcer.polite.value).toBe("Cô Lan đã trở lại.");
  });

  it("a locked mic is explained to who has the floor", () => {
    const floor = { [me]: { state: "held", since: 1, by: "gv-01" } } as const;
    page.come("student", { floor, lesson: { controls: { ...controls, mics: false } } });
    expect(page.text()).toContain("Thầy cô đang khóa mic của lớp");
    expect((page.find("mic") as HTMLButtonElement).disabled).toBe(true);
  });

  it("an observed lesson says so, and not by whom", () => {
    page.come("student", { lesson: { observed: true } });
    expect(page.find("observed")?.textContent).toBe("Có người dự giờ");
  });
});

describe("a hand that went down after speaking", () => {
  it("is explained until the next one", async () => {
    const floor = { [me]: { state: "held", since: 1, by: "gv-01" } } as const;
    page.come("student", { floor, hands: { [me]: { since: 1, place: 1 } } });
    page.event("hand_lowered", { person: me, by: null }, { hands: { [me]: null } });
    expect(page.text()).not.toContain("tay tự hạ");
    page.event("floor_taken", { person: me, by: null }, { floor: { [me]: null } });
    expect(page.text()).toContain("tay tự hạ");
    await page.click("raise-hand");
    expect(page.text()).not.toContain("tay tự hạ");
  });
});

it("the hand's button has one name for both states, with the words that are seen", () => {
  page.come("student");
  const look = () => [
    page.find("raise-hand")?.textContent,
    page.find("raise-hand")?.getAttribute("aria-label"),
  ];
  const name = "Giơ tay, bấm lần nữa: Bỏ tay xuống";
  expect(look()).toEqual(["Giơ tay", name]);
  page.event("hand_raised", { person: me, question: "" }, { hands: { [me]: { since: 1, place: 1 } } });
  expect(look()).toEqual(["Bỏ tay xuống", name]);
  expect(page.find("raise-hand")?.getAttribute("aria-pressed")).toBe("true");
});

describe("không nghe rõ", () => {
  it("tells once and rests", async () => {
    page.come("student");
    await page.click("unclear");
    expect(page.said().at(-1)).toEqual({ type: "cannot_hear" });
    expect(page.find("unclear")?.textContent).toBe("Đã báo thầy cô");
    expect(page.find("unclear")?.getAttribute("aria-label")).toMatch(/sau (19|20) giây/);
    const before = page.said().length;
    await page.click("unclear");
    expect(page.said()).toHaveLength(before);
    expect(page.room.announcer.polite.value).toBe("Đã báo thầy cô");
  });
});

describe("two pupils at one device", () => {
  const sister = { person: "hs-2", name: "Học sinh 2", role: "student" } as const;
  const both = (change: Partial<View> = {}) => {
    page.come("student", change);
    page.sees({ ...page.snapshot("student", change), also: [sister] });
  };

  it("have a hand each, by name", async () => {
    both();
    expect(page.find("here-names")?.textContent).toBe("Học sinh 1 · Học sinh 2");
    expect(page.find("raise-hand")?.textContent).toBe("Học sinh 1 giơ tay");
    expect(page.find("raise-hand-2")?.textContent).toBe("Học sinh 2 giơ tay");
    await page.click("raise-hand-2");
    expect(page.said().at(-1)).toEqual({ type: "raise_hand", as: "hs-2" });
    await page.click("raise-hand");
    expect(page.said().at(-1)).toEqual({ type: "raise_hand" });
  });

  it("the invited one is named, and sends in the own name", async () => {
    both();
    page.event(
      "floor_offered",
      { person: "hs-2", by: "gv-01" },
      { floor: { "hs-2": { state: "offered", since: 1, by: "gv-01" } } },
    );
    expect(page.text()).toContain("Cô Lan mời Học sinh 2 phát biểu");
    await page.click("accept-floor");
    expect(page.said().slice(-2)).toEqual([
      { type: "accept_floor", as: "hs-2" },
      { type: "set_source", source: "mic", on: true, as: "hs-2" },
    ]);
  });

  it("write each in the own name", async () => {
    both();
    const as = page.find("chat-as") as HTMLSelectElement;
    as.value = "hs-2";
    act(() => void as.dispatchEvent(new Event("change", { bubbles: true })));
    await page.write("chat", "Em là em gái");
    expect(page.said().at(-1)).toEqual({ type: "say", text: "Em là em gái", to: "class", as: "hs-2" });
  });
});

describe("small children", () => {
  it("have pictures with words and nothing to type", async () => {
    smallChildren.value = true;
    page.come("student");
    expect(page.find("small-room")).not.toBeNull();
    expect(page.place.querySelector("input, textarea, select")).toBeNull();
    await page.click("raise-hand");
    expect(page.said().at(-1)).toEqual({ type: "raise_hand" });
    page.event("hand_raised", { person: me, question: "" }, { hands: { [me]: { since: 1, place: 2 } } });
    expect(page.text()).toContain("chờ thứ 2");
    expect(page.find("raise-hand")?.textContent).toBe("Giơ tay");
    expect(page.find("raise-hand")?.getAttribute("aria-pressed")).toBe("true");
    expect(page.find("ask")).toBeNull();
  });

  it("see what the teacher wrote last", () => {
    smallChildren.value = true;
    page.come("student");
    page.event("said", { person: "gv-01", text: "Các con mở vở", reply_to: null, to: "class" });
    page.event("said", { person: "hs-2", text: "Dạ", reply_to: null, to: "class" });
    expect(page.find("teacher-says")?.textContent).toContain("Các con mở vở");
  });
});

describe("keys", () => {
  const press = (key: string, target: Element = document.body) =>
    act(() => void target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })));

  it("press the page's buttons, not while one writes, and can be turned off", () => {
    page.come("student");
    press("h");
    expect(page.said().at(-1)).toEqual({ type: "raise_hand" });
    const before = page.said().length;
    press("h", page.find("chat") as Element);
    turnKeys(false);
    press("h");
    expect(page.said()).toHaveLength(before);
  });
});

describe("a classroom's device", () => {
  it("shows and hears, raises a hand, has no chat", () => {
    const people = { ...base.people, [me]: { ...base.people[me], role: "room" } as PersonView };
    page.come("student", { people }, "room");
    expect(page.find("raise-hand")).not.toBeNull();
    expect(page.find("chat-log")).toBeNull();
  });
});
