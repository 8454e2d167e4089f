// Leave notes: waiting ones first, decided in place, taken in with a pupil found by name; states; the menu's number.

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LeaveNotes } from "../../day/leave/LeaveNotes";
import { countWaiting, waiting } from "./count";
import type { LeaveNote } from "./data";
import { Section } from "./Section";

const turn = () => act(() => new Promise((done) => setTimeout(done, 2)));

const NOTE: LeaveNote = {
  id: 7,
  person_id: "hs-1",
  name: "Hoài <i>An</i>",
  class_id: "8a3",
  class_name: "8A3",
  from_day: "2026-11-24",
  to_day: "2026-11-25",
  kind: "don",
  reason: "sốt",
  from_kind: "family",
  received_at: 1_795_000_000_000,
  status: "cho",
  decided_by: null,
  decided_at: null,
  decider: "",
};
const GRANTED: LeaveNote = {
  ...NOTE,
  id: 6,
  status: "P",
  decided_by: "gv-01",
  decided_at: 1_795_000_000_000,
  decider: "Ngọc Lan",
};

const OWN = [{ id: "8a3", code: "8A3" }];

let place: HTMLElement;
let all: LeaveNote[] | null;
let sent: { method: string; path: string; body: unknown; token: string | null }[];

const find = (id: string) => place.querySelector<HTMLElement>(`[data-testid="${id}"]`);

interface Sent {
  method?: string;
  body?: string;
  headers?: Record<string, string>;
}

function answer(url: URL, { method = "GET", body, headers }: Sent): unknown {
  if (url.pathname.endsWith("/office/families/8a3"))
    return { class_id: "8a3", class_name: "8A3", pupils: [{ person: "hs-1", stt: 1, name: "Hoài An" }] };
  if (url.pathname.endsWith("/classes")) return { classes: [{ id: "8a3", code: "8A3" }] };
  if (url.pathname.endsWith("/people"))
    return { people: [{ id: "hs-1", full_name: "Hoài An", class_id: "8a3", stt: 1 }], more: false };
  if (method !== "GET") {
    const token = headers?.Authorization ?? null;
    sent.push({ method, path: url.pathname, body: JSON.parse(body ?? "null"), token });
    return NOTE;
  }
  const status = url.searchParams.get("status");
  const notes = (all ?? []).filter((one) => status === null || one.status === status);
  return { notes, waiting: (all ?? []).filter((one) => one.status === "cho").length };
}

beforeEach(() => {
  sent = [];
  all = [NOTE, GRANTED];
  vi.stubGlobal("fetch", async (url: string, init: Sent = {}) =>
    all === null
      ? Response.json({ code: "not_allowed" }, { status: 403 })
      : Response.json(answer(new URL(url, location.origin), init)),
  );
  place = document.body.appendChild(document.createElement("div"));
});

afterEach(() => {
  act(() => render(null, place));
  place.remove();
  waiting.value = 0;
  vi.unstubAllGlobals();
});

async function open(): Promise<void> {
  act(() => render(<Section />, place));
  await turn();
}

describe("leave notes", () => {
  it("wait first; what was decided says by whom", async () => {
    await open();
    const notes = [...place.querySelectorAll('[data-testid="leave-note"]')];
    expect(notes).toHaveLength(2);
    expect(notes[0]?.querySelector("bdi")?.textContent).toBe("Hoài <i>An</i>");
    expect(notes[0]?.textContent).toContain("Từ 24/11/2026 đến 25/11/2026");
    expect(notes[1]?.textContent).toContain("Đã cho phép (P), Ngọc Lan");
  });

  it("are granted or refused in place", async () => {
    await open();
    await act(() => find("leave-refuse")?.click());
    await turn();
    const path = "/api/v1/office/leave-notes/7";
    expect(sent).toEqual([{ method: "PUT", path, body: { status: "tu_choi" }, token: null }]);
  });

  it("say so when there are none, or they cannot be had", async () => {
    all = [];
    await open();
    expect(place.textContent).toContain("Không có đơn nào đang chờ.");
    act(() => render(null, place));
    all = null;
    await open();
    expect(place.querySelector('[role="alert"]')?.textContent).toContain("không có quyền");
  });

  it("are taken in for a pupil found by name", async () => {
    await open();
    await act(() => find("leave-take")?.click());
    await act(() => find("leave-save")?.click());
    expect(place.querySelector("dialog")?.textContent).toContain("Hãy chọn một học sinh.");
    await type("input[type=search]", "an");
    await turn();
    await choose("select", "hs-1");
    await choose("select:last-of-type", "hs-1");
    await type("input[maxlength='500']", " ốm ");
    await act(() => find("leave-save")?.click());
    await turn();
    expect(sent).toHaveLength(1);
    expect(sent[0]?.body).toMatchObject({ person: "hs-1", reason: "ốm", kind: "don", granted: true });
    expect(find("leave-dialog")).toBeNull();
  });

  it("are counted for the menu; a failure leaves the number", async () => {
    await countWaiting();
    expect(waiting.value).toBe(1);
    all = null;
    await countWaiting();
    expect(waiting.value).toBe(1);
  });
});

describe("a homeroom teacher's day", () => {
  it("says how many wait and decides them with the day's token", async () => {
    act(() => render(<LeaveNotes token="t" classes={OWN} />, place));
    await turn();
    expect(place.querySelector("h2")?.textContent).toBe("1 đơn xin phép đang chờ thầy cô");
    await act(() => find("day-leave")?.click());
    await vi.waitFor(() => expect(find("leave-grant")).not.toBeNull());
    await act(() => find("leave-grant")?.click());
    expect(sent).toMatchObject([{ body: { status: "P" }, token: "Bearer t" }]);
  });

  it("takes in a note of the own class with the day's token", async () => {
    all = [GRANTED];
    act(() => render(<LeaveNotes token="t" classes={OWN} />, place));
    await turn();
    expect(place.querySelector("h2")?.textContent).toBe("Đơn xin phép nghỉ học");
    expect(find("day-leave")).toBeNull();
    await act(() => find("day-leave-take")?.click());
    await vi.waitFor(() => expect(place.querySelector('option[value="hs-1"]')).not.toBeNull());
    await choose("select", "hs-1");
    await type("input[maxlength='500']", "ốm");
    await act(() => find("leave-save")?.click());
    await turn();
    expect(sent).toMatchObject([{ body: { person: "hs-1", reason: "ốm" }, token: "Bearer t" }]);
    expect(find("leave-dialog")).toBeNull();
    expect(place.textContent).toContain("Hoài <i>An</i>");
  });
});

async function type(selector: string, value: string): Promise<void> {
  const input = place.querySelector<HTMLInputElement>(`dialog ${selector}`);
  if (input) input.value = value;
  await act(() => {
    input?.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

async function choose(selector: string, value: string): Promise<void> {
  const select = place.querySelector<HTMLSelectElement>(`dialog ${selector}`);
  if (!select || ![...select.options].some((one) => one.value === value)) return;
  select.value = value;
  await act(() => {
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
