// A file goes through its three steps; what a person must say is asked; nothing is written before the last button.

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Importer } from "./Importer";

const turn = () => act(() => new Promise((done) => setTimeout(done)));
const COUNTS = { added: 0, updated: 0, moved: 0, unchanged: 0, absent: 0, undecided: 0, bad: 0, warnings: 0 };
const UPLOAD = {
  id: "abc",
  kind: "roster",
  filename: "ds.xlsx",
  state: "planned",
  stage: "done",
  done: 0,
  all: 0,
  code: "",
  counts: COUNTS,
  also: [],
  unknown: [],
  fields: ["full_name", "class_name"],
  sheets: ["DS"],
  no_heading: false,
};

let place: HTMLElement;
let asked: { method: string; path: string; body: unknown }[];
let answers: Record<string, () => Response>;

const find = (id: string) => place.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const sent = (path: string) => asked.filter((one) => one.path.includes(path));

beforeEach(() => {
  asked = [];
  answers = {};
  vi.stubGlobal("fetch", async (url: string, init: RequestInit = {}) => {
    const path = String(url).replace("/api/v1", "");
    const method = init.method ?? "GET";
    asked.push({ method, path, body: typeof init.body === "string" ? JSON.parse(init.body) : init.body });
    const key = Object.keys(answers).find((one) => `${method} ${path}`.startsWith(one));
    return key ? (answers[key]?.() ?? Response.error()) : new Response("", { status: 500 });
  });
  place = document.body.appendChild(document.createElement("div"));
  act(() => render(<Importer kind="roster" options={{ class: "8A3" }} />, place));
});

afterEach(() => {
  act(() => render(null, place));
  place.remove();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function choose(size = 10): Promise<void> {
  const input = find("import-file") as HTMLInputElement;
  const file = new File(["x"], "ds.xlsx");
  Object.defineProperty(file, "size", { value: size });
  Object.defineProperty(input, "files", { value: [file], configurable: true });
  act(() => {
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  act(() => {
    place.querySelector("form")?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  });
  await turn();
}

const uploaded = (change: object) => () => Response.json({ ...UPLOAD, ...change }, { status: 201 });

it("refuses a large file before it is sent", async () => {
  await choose(21 * 1024 * 1024);
  expect(asked).toHaveLength(0);
  expect(place.textContent).toContain("20 MB");
});

it("shows the dry run and writes it", async () => {
  const counts = { ...COUNTS, added: 2, bad: 1 };
  answers["POST /imports/roster?"] = uploaded({ counts, also: [{ what: "class", name: "9C" }] });
  answers["GET /imports/roster/abc/lines?group=bad"] = () =>
    Response.json({
      total: 1,
      lines: [{ sheet: "DS", row: 7, label: "", detail: "", column: "Ngày sinh", code: "bad_date", text: "31/02/2011",
        other_row: null, key: "", changes: [], candidates: [] }],
    }); // biome-ignore format: one line of the answer
  answers["POST /imports/roster/abc/write"] = uploaded({ state: "written", counts });
  await choose();
  expect(asked[0]?.path).toBe("/imports/roster?name=ds.xlsx&class=8A3");
  expect(place.textContent).toContain("9C");
  expect(find("import-errors")?.getAttribute("href")).toBe("/api/v1/imports/roster/abc/errors");
  const group = find("group-bad") as HTMLDetailsElement;
  group.open = true;
  act(() => {
    group.dispatchEvent(new Event("toggle"));
  });
  await turn();
  expect(group.textContent).toContain("Dòng 7");
  expect(group.textContent).toContain("31/02/2011");
  expect(sent("/write")).toHaveLength(0);
  act(() => find("import-write")?.click());
  expect(sent("/write")).toHaveLength(0);
  expect(place.textContent).toContain("bị bỏ qua: 1.");
  act(() => find("import-write-confirm")?.click());
  await turn();
  expect(sent("/write").map((one) => one.path)).toEqual(["/imports/roster/abc/write?without_refused=true"]);
  expect(place.textContent).toContain("Đã nhập xong");
});

it("writes a file of which no row is left out at once", async () => {
  answers["POST /imports/roster?"] = uploaded({ counts: { ...COUNTS, added: 2 } });
  answers["POST /imports/roster/abc/write"] = () =>
    Response.json({ code: "rows_refused", refused: 1, undecided: 1 }, { status: 409 });
  answers["GET /imports/roster/abc/lines"] = () => Response.json({ total: 0, lines: [] });
  answers["GET /imports/roster/abc"] = uploaded({ counts: { ...COUNTS, added: 1, bad: 1, undecided: 1 } });
  await choose();
  act(() => find("import-write")?.click());
  await turn();
  expect(sent("/write").map((one) => one.path)).toEqual(["/imports/roster/abc/write?without_refused=false"]);
  expect(place.textContent).toContain("chưa ghi gì");
  act(() => find("import-write")?.click());
  expect(place.textContent).toContain("chưa trả lời");
});

it("looks again while the server works", async () => {
  vi.useFakeTimers();
  answers["POST /imports/roster?"] = uploaded({ state: "running", stage: "planning", done: 500, all: 5000 });
  answers["GET /imports/roster/abc"] = uploaded({ counts: { ...COUNTS, unchanged: 3 } });
  const chosen = choose();
  await vi.advanceTimersByTimeAsync(10);
  await chosen;
  expect(place.textContent).toContain("500/5000");
  await act(async () => {
    await vi.advanceTimersByTimeAsync(800);
  });
  expect(place.textContent).toContain("không làm thay đổi gì");
  expect(find("import-write")).toBeNull();
});

it("asks what a heading means and whom a row is about", async () => {
  const unknown = [{ heading: "Tên em", folded: "ten em", sheet: "DS", samples: ["Lê An"] }];
  answers["POST /imports/roster?"] = uploaded({ unknown, counts: { ...COUNTS, undecided: 1 } });
  answers["GET /imports/roster/abc/lines?group=undecided"] = () =>
    Response.json({
      total: 1,
      lines: [{ sheet: "DS", row: 4, label: "Lê An", detail: "8A3", column: "", code: "other_code", text: "",
        other_row: null, key: "DS!4", changes: [],
        candidates: [{ id: "p1", label: "Lê An", detail: "8A3" }] }],
    }); // biome-ignore format: one line of the answer
  answers["POST /imports/roster/abc/answers"] = uploaded({});
  await choose();
  await turn();
  const pick = (within: string, value: string) => {
    const select = find(within)?.querySelector("select") as HTMLSelectElement;
    select.value = value;
    act(() => {
      select.dispatchEvent(new Event("change", { bubbles: true }));
    });
  };
  pick("import-decisions", "p1");
  act(() => find("import-decide")?.click());
  await turn();
  expect(sent("/answers")[0]?.body).toEqual({ mapping: {}, choices: { "DS!4": "p1" } });
});

it("says why a file is refused", async () => {
  answers["POST /imports/roster?"] = uploaded({ state: "refused", code: "wrong_encoding" });
  await choose();
  expect(place.textContent).toContain("TCVN3");
  expect(find("import-write")).toBeNull();
  act(() => find("import-again")?.click());
  expect(find("import-file")).not.toBeNull();
});
