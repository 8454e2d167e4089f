import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it } from "vitest";
import { PasswordField, TextField } from "./Field";

let place: HTMLElement;
const nothing = () => undefined;

beforeEach(() => {
  place = document.body.appendChild(document.createElement("div"));
});

afterEach(() => {
  render(null, place);
  place.remove();
});

it("ties label, hint and error to the control", () => {
  act(() =>
    render(
      <TextField label="Môn học" hint="ví dụ Toán" error="Hãy điền." value="" onValue={nothing} />,
      place,
    ),
  );
  const input = place.querySelector("input");
  expect(place.querySelector("label")?.htmlFor).toBe(input?.id);
  const described = (input?.getAttribute("aria-describedby") ?? "").split(" ");
  expect(described.map((id) => document.getElementById(id)?.textContent)).toEqual([
    "ví dụ Toán",
    "Hãy điền.",
  ]);
  expect(input?.getAttribute("aria-invalid")).toBe("true");
});

it("shows text from people as text", () => {
  act(() => render(<TextField label="<b>x</b>" value="<img src=x>" onValue={nothing} />, place));
  expect(place.querySelector("b, img")).toBeNull();
  expect(place.querySelector("label")?.textContent).toBe("<b>x</b>");
});

it("reveals a password on request only", () => {
  act(() => render(<PasswordField label="Mật khẩu" value="bí mật" onValue={nothing} />, place));
  const input = place.querySelector("input");
  const reveal = place.querySelector("button");
  expect(input?.type).toBe("password");
  act(() => reveal?.click());
  expect(input?.type).toBe("text");
  expect(reveal?.getAttribute("aria-pressed")).toBe("true");
});
