import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Confirm } from "./Confirm";

let place: HTMLElement;
const onConfirm = vi.fn();
const button = (id: string) => place.querySelector<HTMLButtonElement>(`[data-testid="${id}"]`);

beforeEach(() => {
  place = document.body.appendChild(document.createElement("div"));
  onConfirm.mockReset();
  act(() =>
    render(
      <Confirm question="Kết thúc?" confirm="Kết thúc" testId="end" onConfirm={onConfirm}>
        Kết thúc tiết học
      </Confirm>,
      place,
    ),
  );
});

afterEach(() => {
  render(null, place);
  place.remove();
});

it("does nothing before the second yes", () => {
  act(() => button("end")?.click());
  expect(onConfirm).not.toHaveBeenCalled();
  expect(document.activeElement?.textContent).toBe("Thôi");
  act(() => button("end-confirm")?.click());
  expect(onConfirm).toHaveBeenCalledOnce();
});

it("is taken back by Escape, and gives the focus back", () => {
  act(() => button("end")?.click());
  act(() => {
    document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  });
  expect(button("end-confirm")).toBeNull();
  expect(document.activeElement).toBe(button("end"));
  expect(onConfirm).not.toHaveBeenCalled();
});
