// The devices register: filters, who shares, clashes with what to do, an entry changed; states; without the right.

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Me } from "../data";
import type { Clash, DeviceRow, Entry } from "./data";
import { Section } from "./Section";
import { grouped, othersOf, passes } from "./show";

const turn = () => act(() => new Promise((done) => setTimeout(done, 2)));

const ENTRY: Entry = {
  kind: "dien_thoai_chung",
  line: "4g",
  help: "",
  review_on: "2026-01-01",
  shared_id: "MAY01",
  note: "",
};
const row = (person: string, of: string, entry: Entry | null): DeviceRow => ({
  person,
  name: `Tên ${person}`,
  stt: 1,
  class_id: of,
  class_name: of.toUpperCase(),
  entry,
});
const ROWS = [
  row("an", "8a3", ENTRY),
  row("binh", "8a3", null),
  row("han", "8a4", { ...ENTRY, review_on: null }),
  row("khoa", "8a4", { ...ENTRY, kind: "khong_co", shared_id: null, review_on: null }),
];
const CLASH: Clash = {
  device: "MAY01",
  people: ["an", "han"],
  names: ["Tên an", ""],
  classes: ["8A3", ""],
  subjects: ["Toán", "Văn"],
  starts_at: "2026-11-24T00:00:00Z",
  ends_at: "2026-11-24T00:45:00Z",
};
const ME: Me = {
  login: "a",
  name: "A",
  person: "gv-02",
  title: null,
  roles: ["office"],
  acts: ["devices.read", "devices.write"],
  must_change: false,
  lapsed: "",
  expires_at: "",
};
const CLASSES = [{ id: "8a4", code: "8A4", grade: 8, homeroom: "gv-02", size: 2 }];

let place: HTMLElement;
let rows: DeviceRow[] | null;
let found: Clash[];
let sent: unknown[];

beforeEach(() => {
  [rows, found, sent] = [ROWS, [CLASH], []];
  vi.stubGlobal("fetch", async (url: string, { body }: { body?: string } = {}) => {
    if (body) sent.push(JSON.parse(body));
    if (url.endsWith("/classes")) return Response.json({ classes: CLASSES });
    if (url.endsWith("/clashes")) return Response.json({ clashes: found });
    return rows === null ? new Response("", { status: 500 }) : Response.json({ pupils: rows });
  });
  place = document.body.appendChild(document.createElement("div"));
});

afterEach(() => {
  act(() => render(null, place));
  place.remove();
  vi.unstubAllGlobals();
});

async function open(session: Me = ME): Promise<void> {
  act(() => render(<Section session={session} path={[]} />, place));
  await turn();
}

async function choose(place_: number, value: string): Promise<void> {
  const select = place.querySelectorAll("select")[place_];
  if (select) select.value = value;
  await act(() => {
    select?.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

const names = () => [...place.querySelectorAll("tbody th bdi")].map((one) => one.textContent);

describe("the devices register", () => {
  it("begins with the own homeroom; filters say how many", async () => {
    await open();
    expect(names()).toEqual(["Tên han", "Tên khoa"]);
    await choose(0, "");
    expect(names()).toHaveLength(4);
    await choose(1, "unasked");
    expect(names()).toEqual(["Tên binh"]);
    await choose(1, "review");
    expect(names()).toEqual(["Tên an"]);
    expect(place.querySelectorAll("select")[1]?.textContent).toContain("Không có thiết bị (1)");
  });

  it("says who shares and what to do about a clash; names out of reach stay unsaid", async () => {
    await open();
    expect(place.querySelector("tbody")?.textContent).toContain("MAY01, cùng Tên an (8A3)");
    expect(place.querySelector(".clashes")?.textContent).toContain(
      "Tên an (8A3): Toán · Học sinh lớp khác: Văn",
    );
    expect(place.textContent).toContain("Việc nên làm");
  });

  it("changes an entry; shared names in use are offered", async () => {
    await open();
    await act(() => place.querySelector<HTMLElement>("[data-testid=device-edit]")?.click());
    expect([...place.querySelectorAll("datalist option")].map((one) => one.getAttribute("value"))).toEqual([
      "MAY01",
    ]);
    await act(() => place.querySelector<HTMLElement>("[data-testid=device-save]")?.click());
    await turn();
    expect(sent).toEqual([{ ...ENTRY, review_on: null }]);
    expect(place.querySelector("dialog")).toBeNull();
  });

  it("is to look at only without the right", async () => {
    await open({ ...ME, acts: ["devices.read"] });
    expect(place.querySelector("[data-testid=device-edit]")).toBeNull();
  });

  it("says so when it is empty or cannot be had", async () => {
    [rows, found] = [[], []];
    await open();
    expect(place.textContent).toContain("Không có học sinh nào ở đây.");
    expect(place.textContent).toContain("Không có giờ học nào trùng");
    act(() => render(null, place));
    rows = null;
    await open();
    expect(place.querySelector('[role="alert"]')).not.toBeNull();
  });

  it("a review is due on its day; clashes go by device and pair", () => {
    expect(ROWS.map((one) => passes(one, "review", "2026-01-01"))).toEqual([true, false, false, false]);
    expect(passes(ROWS[0] as DeviceRow, "review", "2025-12-31")).toBe(false);
    expect(othersOf(ROWS[0] as DeviceRow, ROWS)).toEqual(["Tên han (8A4)"]);
    expect(grouped([CLASH, { ...CLASH, device: "X" }, CLASH]).map((one) => one.length)).toEqual([2, 1]);
  });
});
