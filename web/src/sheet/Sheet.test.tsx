// The sheet's form against a server that somebody else has just written to.

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Sheet } from "./Sheet";

const LAN = { id: "gv-01", name: "Nguyễn Thị Ngọc Lan" };
const FIRST = { title: "Bài 15", remark: "", homework: "", version: 0, by: null, at: null, can_write: true };
let place: HTMLElement;
let puts: Record<string, unknown>[];
let answers: Response[];
/** What comes before the sheet when it is read. */
let reads: Response[];

const find = <E extends HTMLElement>(id: string) => place.querySelector<E>(`[data-testid="${id}"]`);
const turn = () => act(() => new Promise((done) => setTimeout(done)));
const answer = (body: object, status = 200) => new Response(JSON.stringify(body), { status });

beforeEach(() => {
  sessionStorage.clear();
  puts = [];
  answers = [];
  reads = [];
  HTMLElement.prototype.scrollIntoView = () => undefined;
  vi.stubGlobal("fetch", async (_: string, { method, body }: RequestInit) => {
    if (method === "GET") return reads.shift() ?? answer(FIRST);
    puts.push(JSON.parse(String(body)));
    return answers.shift() ?? answer({ ...FIRST, ...puts.at(-1), version: 9, by: LAN });
  });
  place = document.body.appendChild(document.createElement("div"));
});

afterEach(() => {
  act(() => render(null, place));
  place.remove();
  vi.unstubAllGlobals();
});

async function show(onSaved = () => undefined): Promise<void> {
  const called = () => "cô Lan";
  act(() => render(<Sheet lesson="l" token="t" ended called={called} onSaved={onSaved} />, place));
  await turn();
}

async function write(part: string, words: string): Promise<void> {
  const field = find<HTMLTextAreaElement>(`sheet-${part}`);
  if (!field) throw new Error(`no ${part}`);
  act(() => {
    field.value = words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

async function save(): Promise<void> {
  act(() => find<HTMLButtonElement>("sheet-save")?.form?.requestSubmit());
  await turn();
}

it("is prefilled and saved with a tap", async () => {
  const onSaved = vi.fn();
  await show(onSaved);
  expect(find<HTMLTextAreaElement>("sheet-title")?.value).toBe("Bài 15");
  await write("title", "Bài 15\n(tiết 1)");
  await save();
  expect(puts).toEqual([{ title: "Bài 15 (tiết 1)", remark: "", homework: "", version: 0, why: "" }]);
  expect(onSaved).toHaveBeenCalledOnce();
  expect(find("sheet-state")?.dataset.state).toBe("saved");
});

it("shows who changed what meanwhile, and both texts", async () => {
  await show();
  await write("remark", "Của tôi <b>");
  const current = { ...FIRST, remark: "Của cô", version: 1, by: LAN, at: "2026-11-23T01:31:00Z" };
  answers.push(answer({ code: "changed_meanwhile", current }, 409));
  await save();
  expect(place.textContent).toContain("Cô Lan đã sửa lúc 08:31");
  expect(find("sheet-theirs-remark")?.textContent).toContain("Của cô");
  expect(find<HTMLTextAreaElement>("sheet-remark")?.value).toBe("Của tôi <b>");
  await save();
  expect(puts.at(-1)).toMatchObject({ remark: "Của tôi <b>", version: 1 });
  expect(find("sheet-theirs-remark")).toBeNull();
});

it("says what went wrong and keeps the words", async () => {
  await show();
  await write("homework", "Bài 3");
  answers.push(answer({ code: "record_removed" }, 410));
  await save();
  expect(find("sheet-state")?.dataset.state).toBe("failed");
  expect(find("sheet-state")?.textContent).toContain("Hồ sơ này đã bị xóa");
  expect(sessionStorage.getItem("bg.sheet.l")).toContain("Bài 3");
});

it("offers nothing to write in while it is not known what stands there, and keeps what was not saved", async () => {
  sessionStorage.setItem(
    "bg.sheet.l",
    JSON.stringify({ title: "Bài 15", remark: "Dở", homework: "", version: 0 }),
  );
  reads.push(answer({ code: "busy" }, 503));
  await show();
  expect(place.querySelector("textarea")).toBeNull();
  expect(place.textContent).toContain("Chưa mở được sổ tiết học");
  act(() => find("sheet-retry")?.click());
  await turn();
  expect(find<HTMLTextAreaElement>("sheet-remark")?.value).toBe("Dở");
});
