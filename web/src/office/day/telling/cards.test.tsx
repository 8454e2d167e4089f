// Words to classes that are being written: neither another day nor another change takes them away.

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { DayGrid, Done, ToldChange } from "../data";
import { Section } from "../Section";
import { type Card, made, opened, wanted, without } from "./cards";

const ALL = [{ id: "8a3", code: "8A3" }];
const done = (id: number, classes = ["8a3"]) => ({ id, classes }) as Done;
const shape = (cards: readonly Card[]) => cards.map(({ id, open }) => `${id}${open ? " open" : ""}`);

describe("cards", () => {
  it("stay while their text is open; a folded one gives way to the next change", () => {
    const one = made([], done(1), ALL);
    expect(shape(made(one, done(2), ALL))).toEqual(["2"]);
    expect(shape(made(opened(one, 1), done(2), ALL))).toEqual(["1 open", "2"]);
    expect(shape(made(opened(one, 1), done(2, []), ALL))).toEqual(["1 open"]);
    expect(without(one, 1)).toEqual([]);
  });

  it("are others when their change was taken back", () => {
    const before = opened(made([], done(1), ALL), 1);
    const after = made(before, done(1), ALL);
    expect(shape(after)).toEqual(["1"]);
    expect(after[0]?.version).not.toBe(before[0]?.version);
  });

  it("are opened from the list as they stand", () => {
    const one = made([], done(1), ALL);
    expect(wanted(one, 1, ALL)).toEqual(opened(one, 1));
    expect(shape(wanted(one, 2, ALL))).toEqual(["2 open"]);
  });
});

describe("the day of the school", () => {
  let place: HTMLElement;
  const find = (id: string) => place.querySelector<HTMLElement>(`[data-testid="${id}"]`);
  const press = (element: HTMLElement | null | undefined) => act(() => element?.click());
  const there = (look: () => HTMLElement | null) =>
    vi.waitFor(async () => {
      await act(async () => undefined);
      expect(look()).not.toBeNull();
      return look();
    });
  const text = () => find("tell-text") as HTMLTextAreaElement | null;

  beforeEach(async () => {
    const day: Partial<DayGrid> = { off: null, may_change: true, cells: [], classes: ALL };
    const change = {
      id: 7,
      kind: "khong_day",
      lessons: [],
      reason: "Bão",
      at: "2026-11-23T02:00:00Z",
      by: "",
      undone_at: null,
    };
    const told: Partial<ToldChange> = {
      ...{ id: 7, kind: "khong_day", reason: "Bão", undone: false, classes: ALL, teachers: [] },
      ...{ days: ["2026-11-24"], count: 1, lines: [] },
    };
    vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
    vi.stubGlobal("fetch", async (path: string) => {
      const { pathname, searchParams } = new URL(path, "http://localhost");
      if (pathname.endsWith("/notices")) return Response.json({ notices: [], mail: false });
      if (pathname.endsWith("/7")) return Response.json(told);
      if (pathname.endsWith("/changes")) return Response.json({ changes: [change] });
      return Response.json({ ...day, date: searchParams.get("date") });
    });
    place = document.body.appendChild(document.createElement("div"));
    await act(() => render(<Section />, place));
  });

  afterEach(() => {
    act(() => render(null, place));
    place.remove();
    vi.unstubAllGlobals();
  });

  it("keeps the words while another day is shown, until they are closed", async () => {
    await press(await there(() => find("tell-change")));
    await there(text);
    await act(() => {
      const box = text();
      if (box) box.value += "\nCác em ở nhà.";
      box?.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await press(place.querySelector<HTMLElement>(".day-picker .button:last-of-type"));
    await there(() => place.querySelector("[data-testid=tell-change]"));
    expect(text()?.value).toMatch(/Các em ở nhà\.$/);
    await press(find("tell-close"));
    expect(text()).toBeNull();
    expect(document.activeElement).toBe(place.querySelector("h2"));
  });
});
