import { afterEach, expect, test } from "vitest";
import { bearer, DEVICE, nameDevice } from "./bearer";

afterEach(() => {
  nameDevice(null);
  sessionStorage.clear();
});

test("a call names the device of this page, else the one its tab left", () => {
  expect(bearer("T")).toEqual({ Authorization: "Bearer T" });
  sessionStorage.setItem(DEVICE, "left");
  expect(bearer("T")).toEqual({ Authorization: "Bearer T", "Bucgiang-Device": "left" });
  nameDevice("here");
  expect(bearer("T")["Bucgiang-Device"]).toBe("here");
});
