import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { CopyField } from "./CopyField";

let place: HTMLElement;
const said = () => place.querySelector('[role="status"]')?.textContent;
const press = () => act(async () => place.querySelector("button")?.click());

beforeEach(() => {
  place = document.body.appendChild(document.createElement("div"));
  act(() => render(<CopyField text="https://truong.example/t" label="Liên kết" button="Sao chép" />, place));
});

afterEach(() => {
  act(() => render(null, place));
  place.remove();
  vi.unstubAllGlobals();
});

it("copies, and says so", async () => {
  const texts: string[] = [];
  vi.stubGlobal("navigator", { clipboard: { writeText: async (text: string) => void texts.push(text) } });
  expect(said()).toBe("");
  await press();
  expect(texts).toEqual(["https://truong.example/t"]);
  await vi.waitFor(() => expect(said()).toBe("Đã sao chép"));
});

it.each([
  ["forbids it", { clipboard: { writeText: () => Promise.reject(new Error("NotAllowedError")) } }],
  ["has no clipboard", {}],
])("leaves it marked where the browser %s", async (_, browser) => {
  vi.stubGlobal("navigator", browser);
  await press();
  expect(said()).toBe("");
  const field = place.querySelector("input");
  expect([field?.selectionStart, field?.selectionEnd]).toEqual([0, field?.value.length]);
});
