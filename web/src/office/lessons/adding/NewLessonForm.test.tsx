// A lesson is planned with the school's word on recording, or another one.

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { NewLessonForm } from "./NewLessonForm";

const turn = () => act(() => new Promise((done) => setTimeout(done)));

let place: HTMLElement;
let posted: unknown[];
/** What the school set; null: the server cannot say. */
let preset: boolean | null;

const answers: Record<string, () => unknown> = {
  "/api/v1/office/settings": () => ({ recording: preset }),
  "/api/v1/office/classes": () => ({ school: "", classes: [] }),
  "/api/v1/office/teachers": () => ({ teachers: [] }),
  "/api/v1/lessons": () => ({}),
};

const find = (id: string) => place.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const recorded = () => find("new-recording")?.getAttribute("aria-checked");

async function open(school: boolean | null): Promise<void> {
  preset = school;
  const nothing = () => undefined;
  act(() => render(<NewLessonForm date="2026-11-23" onSaved={nothing} onCancel={nothing} />, place));
  await turn();
}

async function save(): Promise<void> {
  for (const input of place.querySelectorAll<HTMLInputElement>("input[maxlength]")) {
    input.value = "Toán";
    act(() => {
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  act(() => find("save-lesson")?.click());
  await turn();
}

beforeEach(() => {
  posted = [];
  vi.stubGlobal("fetch", async (url: string, { body }: { body?: string } = {}) => {
    const path = new URL(url, location.origin).pathname;
    if (path.endsWith("/settings") && preset === null) return new Response("", { status: 500 });
    if (body) posted.push(JSON.parse(body));
    return Response.json(answers[path]?.());
  });
  place = document.body.appendChild(document.createElement("div"));
});

afterEach(() => {
  act(() => render(null, place));
  place.remove();
  vi.unstubAllGlobals();
});

it.each([true, false])("is as the school set: %s", async (school) => {
  await open(school);
  expect(recorded()).toBe(String(school));
  const text = school ? "tiết học mới được ghi lại." : "tiết học mới không được ghi lại.";
  expect(place.textContent).toContain(text);
  await save();
  expect(posted).toMatchObject([{ subject: "Toán", recording: school }]);
});

it.each([true, false])("is turned for this one: %s", async (school) => {
  await open(school);
  act(() => find("new-recording")?.click());
  expect(recorded()).toBe(String(!school));
  await save();
  expect(posted).toMatchObject([{ recording: !school }]);
});

it("leaves it to the server when the setting is not known", async () => {
  await open(null);
  expect(find("new-recording")).toBeNull();
  await save();
  expect(posted).toHaveLength(1);
  expect(posted[0]).not.toHaveProperty("recording");
});
