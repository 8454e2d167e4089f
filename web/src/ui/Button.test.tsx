import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, it, vi } from "vitest";
import { Button } from "./Button";

const place = document.body.appendChild(document.createElement("div"));

afterEach(() => act(() => render(null, place)));

it("a busy button keeps the focus, does nothing and sends no form", () => {
  const [pressed, sent] = [vi.fn(), vi.fn((event: Event) => event.preventDefault())];
  const show = (busy: boolean) =>
    act(() =>
      render(
        <form onSubmit={sent}>
          <Button type="submit" busy={busy} onClick={pressed}>
            Lưu
          </Button>
        </form>,
        place,
      ),
    );
  show(false);
  const button = place.querySelector("button") as HTMLButtonElement;
  button.focus();
  button.click();
  expect([pressed, sent].map((one) => one.mock.calls.length)).toEqual([1, 1]);
  show(true);
  button.click();
  expect([pressed, sent].map((one) => one.mock.calls.length)).toEqual([1, 1]);
  expect(document.activeElement).toBe(button);
  expect(button.getAttribute("aria-disabled")).toBe("true");
});
