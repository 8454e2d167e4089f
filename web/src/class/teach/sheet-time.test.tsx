// The button of the sheet comes when the server says so, whatever else the lesson says of its times.

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Room } from "../room";
import { useSheetTime } from "./sheet-time";

const NOW = Date.parse("2026-11-23T01:00:00Z");
let place: HTMLElement;
let answers: (() => Response)[];
let asked: string[];

const opens = (at: string) => () => new Response(JSON.stringify({ opens_at: at }));
const later = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms).then(() => undefined));

function Shown({ room }: { room: Room }) {
  return <p>{String(useSheetTime(room).time)}</p>;
}

function show(view: object | null): void {
  const room = { entry: { lesson: "l", token: "t" }, view, now: () => Date.now() } as unknown as Room;
  act(() => render(<Shown room={room} />, place));
}

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  [answers, asked] = [[], []];
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url);
    return (answers.shift() ?? opens("2026-11-23T01:25:00Z"))();
  });
  place = document.body.appendChild(document.createElement("div"));
});

afterEach(() => {
  act(() => render(null, place));
  place.remove();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("is the server's moment, to the millisecond, and asked once", async () => {
  show({ lesson: { ends_at: NOW } });
  await later(25 * 60_000 - 1);
  expect(place.textContent).toBe("false");
  await later(1);
  expect(place.textContent).toBe("true");
  expect(asked).toEqual(["/api/v1/lessons/l/sheet"]);
});

it("is there at once when it is over, also after answers that are none", async () => {
  answers = [() => new Response("<html>", { status: 200 }), () => new Response("{}", { status: 503 })];
  answers.push(opens("2026-11-23T00:50:00Z"));
  show({});
  await later(39_000);
  expect(place.textContent).toBe("false");
  await later(1_001);
  expect(place.textContent).toBe("true");
});

it("asks nothing before the lesson is there, or after the page is gone", async () => {
  show(null);
  await later(60_000);
  expect(asked).toEqual([]);
  answers = [() => new Response("{}", { status: 503 })];
  show({});
  await later(0);
  act(() => render(null, place));
  await later(60_000);
  expect(asked).toHaveLength(1);
});
