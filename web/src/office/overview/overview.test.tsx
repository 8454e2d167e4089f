// The leaders' view: three tables, shares, order by any column, spans of days; states.

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Overview, Periods } from "./data";
import { Section } from "./Section";
import { type Line, monthOf, semesterOf, shareOf, sorted, weekOf, whole } from "./sums";

const turn = () => act(() => new Promise((done) => setTimeout(done, 2)));

const periods = (part: Partial<Periods> = {}): Periods => ({
  planned: 10,
  held: 8,
  not_taught: 1,
  online: 4,
  late: 2,
  sheets: 6,
  expected: 100,
  present: 97,
  ...part,
});
const NOTHING = periods({ held: 0, online: 0, sheets: 0, expected: 0, present: 0 });
const FOUND: Overview = {
  first: "",
  last: "",
  classes: [
    { id: "8a3", code: "8A3", periods: periods() },
    { id: "8a4", code: "8A4", periods: periods({ late: 5, online: 8 }) },
  ],
  teachers: [{ id: "gv-01", name: "Ngọc <u>Lan</u>", title: "cô", periods: periods() }],
  subjects: [{ subject: "Toán", periods: periods() }],
};

let place: HTMLElement;
let found: Overview | null;
let asked: string[];

beforeEach(() => {
  [found, asked] = [FOUND, []];
  vi.stubGlobal("fetch", async (url: string) => {
    if (url.includes("/calendar")) return Response.json({ years: [] });
    asked.push(new URL(url, location.origin).search);
    return found === null ? new Response("", { status: 500 }) : Response.json(found);
  });
  place = document.body.appendChild(document.createElement("div"));
});

afterEach(() => {
  act(() => render(null, place));
  place.remove();
  vi.unstubAllGlobals();
});

async function open(): Promise<void> {
  act(() => render(<Section />, place));
  await turn();
}

const press = (id: string) => act(() => place.querySelector<HTMLElement>(`[data-testid="${id}"]`)?.click());
const names = () => [...place.querySelectorAll("tbody th")].map((one) => one.textContent);

describe("the leaders' view", () => {
  it("has a line for each class, sorted by what one presses, and all together", async () => {
    await open();
    expect(names()).toEqual(["8A3", "8A4"]);
    await press("sort-late");
    expect(names()).toEqual(["8A4", "8A3"]);
    expect(place.querySelector("[aria-sort]")?.getAttribute("aria-sort")).toBe("descending");
    await press("sort-late");
    expect(names()).toEqual(["8A3", "8A4"]);
    expect(place.querySelector("tfoot")?.textContent).toContain("20");
    expect(place.querySelector("tbody td:last-child")?.textContent).toBe("97 %");
  });

  it("has teachers and subjects, too", async () => {
    await open();
    await press("tab-teachers");
    expect(names()).toEqual(["cô Ngọc <u>Lan</u>"]);
    await press("tab-subjects");
    expect(names()).toEqual(["Toán"]);
  });

  it("looks at chosen days; the other day goes along", async () => {
    await open();
    await press("overview-days");
    const [first] = place.querySelectorAll<HTMLInputElement>("input[type=date]");
    if (first) first.value = "2030-01-01";
    await act(() => {
      first?.dispatchEvent(new Event("input", { bubbles: true }));
    });
    expect(asked.at(-1)).toBe("?first=2030-01-01&last=2030-01-01");
  });

  it("says so when nothing was planned, or it cannot be had", async () => {
    found = { ...FOUND, classes: [], teachers: [], subjects: [] };
    await open();
    expect(place.textContent).toContain("Chưa có tiết nào hết giờ");
    act(() => render(null, place));
    found = null;
    await open();
    expect(place.querySelector('[role="alert"]')).not.toBeNull();
  });
});

describe("its sums", () => {
  const line = (name: string, of: Periods): Line => ({ key: name, name, periods: of });

  it("have no share of nothing, which comes last", () => {
    expect([shareOf(NOTHING, "presence"), shareOf(periods(), "online")]).toEqual([null, 0.5]);
    const lines = [line("a", NOTHING), line("b", periods()), line("c", periods({ online: 8 }))];
    const order = (down: boolean) => sorted(lines, { column: "online", down }).map(({ name }) => name);
    expect([order(true), order(false)]).toEqual([
      ["c", "b", "a"],
      ["b", "c", "a"],
    ]);
    expect(whole(lines).planned).toBe(30);
  });

  it("know weeks, months and semesters", () => {
    expect(weekOf("2026-11-29")).toEqual({ first: "2026-11-23", last: "2026-11-29" });
    expect(monthOf("2028-02-10")).toEqual({ first: "2028-02-01", last: "2028-02-29" });
    const year = {
      first_semester: "2026-09-07",
      first_weeks: 18,
      second_semester: "2027-01-18",
      second_weeks: 17,
    };
    expect(semesterOf("2026-11-22", [year])).toEqual({ first: "2026-09-07", last: "2027-01-10" });
    expect(semesterOf("2027-01-18", [year])?.last).toBe("2027-05-16");
    expect(semesterOf("2026-09-01", [year])).toBeNull();
  });
});
