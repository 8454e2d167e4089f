/** Who comes into a lesson from the office pages, and by which call. */
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, describe, expect, it, vi } from "vitest";

const held = vi.hoisted(() => ({ acts: [] as string[] }));
vi.mock("../frame/session", () => ({
  may: (act: string) => held.acts.includes(act),
  noticeSignedOut: () => false,
}));

import { ComeIn, comesIn } from "./ComeIn";

afterEach(() => document.body.replaceChildren());

describe("coming into a lesson", () => {
  it.each([
    [["lessons.observe"], true],
    [["lessons.enter"], true],
    [["lessons.enter", "accounts.manage"], false],
    [["day.read"], false],
  ])("with the rights %j: %s", (acts, shown) => {
    held.acts = acts;
    const place = document.body.appendChild(document.createElement("div"));
    act(() => render(<ComeIn lesson="l1" />, place));
    expect(comesIn()).toBe(shown);
    expect(place.querySelector('[data-testid="come-in"]') !== null).toBe(shown);
  });
});
