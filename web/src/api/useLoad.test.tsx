// What a component loads, when answers overtake each other.

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Loaded, useLoad } from "./useLoad";

let place: HTMLElement;
let asked: ((value: string) => void)[];
let shown: Loaded<string>;

function Shows({ what }: { what: string }) {
  shown = useLoad(what, () => new Promise<string>((done) => asked.push(done)));
  return <p>{shown.value}</p>;
}

const show = (what: string) => act(() => render(<Shows what={what} />, place));

async function answer(number: number, value: string): Promise<void> {
  await act(async () => asked[number]?.(value));
}

beforeEach(() => {
  asked = [];
  place = document.body.appendChild(document.createElement("div"));
});

afterEach(() => {
  act(() => render(null, place));
  place.remove();
});

it("keeps the newest answer when an older one comes later", async () => {
  show("day");
  act(() => shown.reload());
  await answer(1, "after saving");
  await answer(0, "before saving");
  expect(place.textContent).toBe("after saving");
});

it("shows an older answer until the newer one is here", async () => {
  show("day");
  act(() => shown.reload());
  await answer(0, "first");
  expect(place.textContent).toBe("first");
  await answer(1, "second");
  expect(place.textContent).toBe("second");
});

it("wants no answer to another question", async () => {
  show("monday");
  show("tuesday");
  await answer(0, "monday's");
  expect(place.textContent).toBe("");
});
