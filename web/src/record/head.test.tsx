import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { LessonRecord } from "../generated/record";
import { Head } from "./Head";

let place: HTMLElement;

beforeEach(() => {
  place = document.body.appendChild(document.createElement("div"));
});

afterEach(() => {
  render(null, place);
  place.remove();
});

async function headed(superior?: string): Promise<string[]> {
  const school = { code: "00000000", name: "THCS Cầu Bình", ...(superior === undefined ? {} : { superior }) };
  const identity = { school, version: 1, made_at: 0 };
  await act(async () => render(<Head record={{ identity } as LessonRecord} />, place));
  return [...place.querySelectorAll(".letterhead > div:first-child p")].map((line) => line.textContent ?? "");
}

it("puts the body above the school first, as text, when the school named one", async () => {
  expect((await headed("UBND xã <b>Cầu</b>")).slice(0, 2)).toEqual(["UBND xã <b>Cầu</b>", "THCS Cầu Bình"]);
  expect((await headed())[0]).toBe("THCS Cầu Bình");
});
