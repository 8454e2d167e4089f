/** Who comes into a lesson from the office pages, and by which call. */
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, describe, expect, it } from "vitest";
import type { Me } from "../data";
import { session } from "../frame/session";
import { ComeIn, comesIn } from "./ComeIn";

afterEach(() => document.body.replaceChildren());

describe("coming into a lesson", () => {
  it.each([
    [["lessons.observe"], true],
    [["lessons.enter"], true],
    [["lessons.enter", "accounts.manage"], false],
    [["day.read"], false],
  ])("with the rights %j: %s", (acts, shown) => {
    session.value = { state: "in", me: { acts } as Me };
    const place = document.body.appendChild(document.createElement("div"));
    act(() => render(<ComeIn lesson="l1" />, place));
    expect(comesIn()).toBe(shown);
    expect(place.querySelector('[data-testid="come-in"]') !== null).toBe(shown);
  });
});
