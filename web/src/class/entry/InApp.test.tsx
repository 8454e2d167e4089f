// The way out of a chat app's browser, where the clipboard is refused.

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, it, vi } from "vitest";
import { InApp } from "./InApp";

const place = document.body.appendChild(document.createElement("div"));

afterEach(() => {
  act(() => render(null, place));
  vi.unstubAllGlobals();
});

it("shows the link to be copied by hand when the app does not let the page write to the clipboard", async () => {
  const clipboard = { writeText: () => Promise.reject(new Error("NotAllowedError")) };
  vi.stubGlobal("navigator", { userAgent: "Zalo", maxTouchPoints: 5, clipboard });
  act(() => render(<InApp link="https://lop.example/c/8a3#k" onStay={() => undefined} />, place));
  const copy = [...place.querySelectorAll("button")].find((one) => one.textContent?.includes("Sao chép"));
  await act(async () => copy?.click());
  const link = () => place.querySelector<HTMLInputElement>("[data-testid=inapp-link]");
  await vi.waitFor(() => expect(link()?.value).toBe("https://lop.example/c/8a3#k"));
});
