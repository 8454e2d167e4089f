// What a period teaches: the programme's units fill the form, a free title too; sent as the server takes it.

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Me } from "../data";
import { session } from "../frame/session";
import type { GridCell } from "./data";
import { UnitPart, unitsOf } from "./UnitPart";
import { chosenIn, isNumber, type LessonUnit, renumbered, type UnitDraft } from "./unit";

const UNITS = [
  { number: 47, title: "Bài 15 (tiết 3)", outcomes: "Tính được.", week: 12 },
  { number: 48, title: "Bài 16 (tiết 1)", outcomes: null, week: 12 },
];
const UNIT: LessonUnit = {
  ppct_no: 47,
  title: "Bài 15 (tiết 3)",
  required_outcomes: "Tính được.",
  by_hand: false,
  can_write: true,
  units: UNITS,
  renumbered: 0,
};
const LESSON = {
  id: "l/1",
  class_id: "8a3",
  class_name: "8A3",
  subject: "Toán",
  period: "tiết 1",
  title: UNIT.title,
  state: "planned",
} as GridCell;
const PATH = "/api/v1/lessons/l%2F1/unit";

let place: HTMLElement;
let answer: Response;
let sent: { method: string; body: unknown }[];
let saved: number;

const turn = () => act(() => new Promise((done) => setTimeout(done)));
const find = (id: string) => place.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const fields = () => place.querySelectorAll<HTMLInputElement>("dialog :is(select, input, textarea)");

function signedIn(...acts: string[]): void {
  session.value = { state: "in", me: { acts } as Me };
}

async function open(lesson: GridCell = LESSON): Promise<void> {
  await act(() => render(<UnitPart lesson={lesson} onSaved={() => void saved++} />, place));
  await act(() => find("unit-open")?.click());
  await turn();
}

async function type(at: number, value: string): Promise<void> {
  await act(() => {
    const field = fields()[at];
    if (field) field.value = value;
    field?.dispatchEvent(new Event(field.tagName === "SELECT" ? "change" : "input", { bubbles: true }));
  });
}

async function press(id: string): Promise<void> {
  await act(() => find(id)?.click());
  await turn();
}

beforeEach(() => {
  sent = [];
  saved = 0;
  answer = Response.json(UNIT);
  signedIn("records.write");
  vi.stubGlobal("fetch", async (path: string, init: { method: string; body?: string }) => {
    expect(path).toBe(PATH);
    if (init.method === "GET") return Response.json(UNIT);
    sent.push({ method: init.method, body: JSON.parse(init.body ?? "null") });
    return answer;
  });
  HTMLDialogElement.prototype.showModal = () => undefined;
  place = document.body.appendChild(document.createElement("div"));
});

afterEach(() => {
  act(() => render(null, place));
  place.remove();
  session.value = { state: "unknown" };
  vi.unstubAllGlobals();
});

describe("the form", () => {
  it("begins with what is offered, and sends the unit chosen", async () => {
    answer = Response.json({ ...UNIT, ppct_no: 48, renumbered: 3 });
    await open();
    expect([...fields()].map(({ value }) => value)).toEqual(["47", "47", "Bài 15 (tiết 3)", "Tính được."]);
    expect(find("unit-back")).toBeNull();
    await type(0, "48");
    await press("unit-save");
    expect(sent).toEqual([
      { method: "PUT", body: { ppct_no: 48, title: "Bài 16 (tiết 1)", required_outcomes: null } },
    ]);
    expect(saved).toBe(1);
    expect(find("unit-dialog")).toBeNull();
    expect(place.querySelector('[role="status"]')?.textContent).toContain("3 tiết sau");
  });

  it("takes a free title without a number, and refuses none", async () => {
    await open();
    await type(1, "");
    await type(2, " ");
    await press("unit-save");
    expect(sent).toEqual([]);
    expect(fields()[2]?.getAttribute("aria-invalid")).toBe("true");
    await type(2, "Ôn tập <b>");
    await press("unit-save");
    expect(sent[0]?.body).toEqual({
      ppct_no: null,
      title: "Ôn tập <b>",
      required_outcomes: "Tính được.",
    });
  });

  it("tells why it was not kept", async () => {
    answer = Response.json({ code: "lesson_opened" }, { status: 409 });
    await open();
    await press("unit-save");
    expect(place.querySelector('[role="alert"]')?.textContent).toContain("đã mở");
    expect(saved).toBe(0);
  });

  it("is for who may write, and for periods still to come", async () => {
    signedIn("records.read");
    await open();
    expect(find("unit-open")).toBeNull();
    signedIn("records.write");
    await open({ ...LESSON, state: "done" });
    expect(find("unit-open")).toBeNull();
    await open({ ...LESSON, class_id: null });
    expect(find("unit-open")).toBeNull();
  });
});

it("is asked of one period, or of each that shares a room", () => {
  const [one, joint, other] = ["a", "a", "b"].map((room, at) => ({ ...LESSON, id: `${at}`, room }));
  if (!one || !joint || !other) throw new Error("three lessons");
  expect(unitsOf([one, joint])).toEqual([one, joint]);
  expect(unitsOf([one, other])).toEqual([]);
  expect(unitsOf([])).toEqual([]);
});

describe("another number", () => {
  const draft: UnitDraft = { number: "47", title: "Bài 15 (tiết 3)", outcomes: "Tính được." };

  it("brings its title, unless a person wrote one", () => {
    expect(renumbered(draft, "48", UNITS)).toEqual({ number: "48", title: "Bài 16 (tiết 1)", outcomes: "" });
    expect(renumbered({ ...draft, title: "Ôn tập" }, "48", UNITS).title).toBe("Ôn tập");
    expect(renumbered(draft, "9x9", UNITS)).toEqual({ ...draft, number: "99" });
    expect(renumbered({ ...draft, number: "4", title: "" }, "48", UNITS).title).toBe("Bài 16 (tiết 1)");
  });

  it("is a unit of the programme only with its title", () => {
    expect(chosenIn(UNITS, draft)).toBe("47");
    expect(chosenIn(UNITS, { ...draft, title: "Ôn tập" })).toBe("");
    expect(["", "1", "400"].every(isNumber)).toBe(true);
    expect(["0", "401", "x"].some(isNumber)).toBe(false);
  });
});
