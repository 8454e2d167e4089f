// What the classes are told of a change of day: the words for each kind, and a notice to each class, once.

import { render } from "preact";
import { useState } from "preact/hooks";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { chooseLanguage } from "../../../i18n";
import type { ToldChange, ToldLine, ToldSlot } from "../data";
import { messageOf } from "./message";
import { TellClasses } from "./TellClasses";

const LAN = { id: "gv-01", name: "Nguyễn Thị Ngọc Lan", title: "cô" };
const VINH = { id: "gv-05", name: "Trần Quang Vinh", title: "thầy" };
const SLOT: ToldSlot = {
  date: "2026-11-24",
  period: "tiết 2",
  starts_at: "2026-11-24T00:50:00Z",
  teacher: VINH,
  room: "a",
  form: null,
  not_taught: null,
};
const LATER: ToldSlot = {
  ...SLOT,
  date: "2026-11-28",
  period: "tiết 3 chiều",
  starts_at: "2026-11-28T08:25:00Z",
};
const line = (more: Partial<ToldLine> = {}): ToldLine => ({
  lesson: "a",
  class_name: "8A4",
  subject: "Địa lí",
  before: SLOT,
  after: { ...SLOT, teacher: LAN },
  ...more,
});
const told = (more: Partial<ToldChange> = {}): ToldChange => ({
  id: 7,
  kind: "day_thay",
  reason: "Ốm nặng",
  undone: false,
  classes: [{ id: "8a4", code: "8A4" }],
  teachers: [LAN, VINH],
  days: ["2026-11-24", "2026-11-24"],
  count: 1,
  lines: [line()],
  ...more,
});

afterEach(() => chooseLanguage("vi"));

describe("the words", () => {
  const day = "Thứ Ba, 24/11/2026";
  const place = `Lớp 8A4, Địa lí, tiết 2 (${day})`;
  const guest = line({ lesson: "b", class_name: "8A3", before: SLOT, after: { ...SLOT, teacher: LAN } });

  it.each<[string, Partial<ToldChange>, string]>([
    ["a substitute", {}, `${place}: cô Lan dạy thay thầy Vinh.`],
    [
      "a swap",
      { kind: "doi_tiet", lines: [line({ after: LATER })] },
      `${place}: chuyển sang tiết 3 chiều (Thứ Bảy, 28/11/2026), thầy Vinh dạy.`,
    ],
    [
      "a make-up",
      { kind: "day_bu", lines: [line({ before: null, after: LATER })] },
      "Lớp 8A4, Địa lí, tiết 3 chiều (Thứ Bảy, 28/11/2026): dạy bù lúc 15:25, thầy Vinh dạy.",
    ],
    [
      "not taught, with its reason",
      {
        kind: "khong_day",
        reason: "Bão số 7",
        lines: [line({ after: { ...SLOT, not_taught: "Bão số 7" } })],
      },
      `${place}: không dạy.\nLý do: Bão số 7`,
    ],
    [
      "a joint class, by the host's teacher",
      { kind: "ghep", lines: [line({ after: SLOT }), guest] },
      `${place}: dạy ghép cùng lớp 8A3, thầy Vinh dạy.\nLớp 8A3, Địa lí, tiết 2 (${day}): dạy ghép cùng lớp 8A4, thầy Vinh dạy.`,
    ],
    ["a double period", { kind: "tiet_doi" }, `${place}: tiết đôi, học liền trong một phòng.`],
    [
      "another form",
      { kind: "hinh_thuc", lines: [line({ after: { ...SLOT, form: "thay_the" } })] },
      `${place}: hình thức: thay thế dạy học trực tiếp.`,
    ],
    [
      "taken back",
      { undone: true, lines: [line({ after: SLOT })] },
      `${place}: trở lại như trước, thầy Vinh dạy.`,
    ],
    [
      "a make-up taken back",
      { kind: "day_bu", undone: true, lines: [line({ after: null })] },
      `${place}: không dạy bù nữa.`,
    ],
    [
      "too many for single lines",
      { kind: "khong_day", reason: "Bão", count: 40, lines: [] },
      "40 tiết, lớp 8A4.\nLý do: Bão",
    ],
  ])("of %s", (_, change, text) => {
    expect(messageOf(told(change)).text).toBe(text);
  });

  it("have a title with the days, and say nothing of why a teacher is away", () => {
    expect(messageOf(told()).title).toBe(`Dạy thay: ${day}`);
    expect(messageOf(told({ days: ["2026-11-24", "2026-11-28"] })).title).toBe(
      `Dạy thay: từ ${day} đến Thứ Bảy, 28/11/2026`,
    );
    expect(messageOf(told({ undone: true })).title).toBe(`Bỏ thay đổi (Dạy thay): ${day}`);
    expect(JSON.stringify(messageOf(told()))).not.toContain("Ốm");
  });

  it("are there in English, and never longer than a notice", () => {
    chooseLanguage("en");
    expect(messageOf(told()).text).toBe(
      "8A4, Địa lí, Period 2 (Tuesday, 24/11/2026): cô Lan substitutes for thầy Vinh.",
    );
    const long = line({ subject: "é".repeat(300) });
    expect(messageOf(told({ lines: Array(20).fill(long) })).text).toHaveLength(4000);
  });
});

describe("telling", () => {
  const all = [
    { id: "8a3", code: "8A3" },
    { id: "8a4", code: "8A4" },
    { id: "8a5", code: "8A5" },
  ];
  let place: HTMLElement;
  let posted: Record<string, unknown>[];
  let refuse: (of: unknown) => boolean;
  const turn = () => act(() => new Promise((done) => setTimeout(done)));
  const find = (id: string) => place.querySelector<HTMLElement>(`[data-testid="${id}"]`);
  const press = async (id: string) => {
    act(() => find(id)?.click());
    await turn();
    await turn();
  };
  function Told({ unfolded }: { unfolded: boolean }) {
    const [open, setOpen] = useState(unfolded);
    return (
      <TellClasses id={7} all={all} open={open} onOpen={() => setOpen(true)} onClose={() => undefined} />
    );
  }
  const open = async (change: ToldChange, unfolded = false) => {
    vi.stubGlobal("fetch", async (url: string, { method, body }: { method: string; body?: string }) => {
      if (!String(url).endsWith("/office/notices")) return Response.json(change);
      if (method === "GET") return Response.json({ notices: [], mail: false });
      const note = JSON.parse(body ?? "");
      if (refuse(note.class)) return Response.json({ code: "server" }, { status: 500 });
      posted.push(note);
      return Response.json({ id: 1, mails: 0 }, { status: 201 });
    });
    act(() => render(<Told unfolded={unfolded} />, place));
    await turn();
  };

  beforeEach(() => {
    posted = [];
    refuse = () => false;
    place = document.body.appendChild(document.createElement("div"));
  });

  afterEach(() => {
    act(() => render(null, place));
    place.remove();
    vi.unstubAllGlobals();
  });

  it("names who is concerned, and sends the text to the class when asked", async () => {
    await open(told());
    expect(find("told-whose")?.textContent).toBe(
      "Lớp có thay đổi: 8A4Giáo viên có thay đổi: cô Lan, thầy Vinh",
    );
    expect(posted).toEqual([]);
    await press("tell-classes");
    const text = find("tell-text") as HTMLTextAreaElement;
    text.value += "\nCác em mang theo át lát.";
    act(() => {
      text.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await press("tell-send");
    expect(posted).toMatchObject([{ class: "8a4", person: null, email: false, link: "" }]);
    expect(posted[0]?.text).toMatch(/dạy thay thầy Vinh\.\nCác em mang theo át lát\.$/);
    expect(place.textContent).toContain("Đã báo cho lớp: 8A4.");
    expect(document.activeElement).toBe(find("tell-close"));
  });

  it("goes on with the classes that were not told yet", async () => {
    refuse = (of) => of === "8a4";
    await open(told({ classes: all.slice(0, 2) }), true);
    await press("tell-send");
    expect(place.textContent).toContain("Đã gửi: 8A3. Còn lại chưa gửi.");
    refuse = () => false;
    await press("tell-send");
    expect(posted.map((note) => note.class)).toEqual(["8a3", "8a4"]);
    expect(place.textContent).toContain("Đã báo cho lớp: 8A3, 8A4.");
  });

  it("is one notice when it is every class", async () => {
    await open(told({ classes: all }), true);
    await press("tell-send");
    expect(posted.map((note) => note.class)).toEqual([null]);
  });
});
