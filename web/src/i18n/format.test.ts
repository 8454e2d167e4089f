import { afterEach, describe, expect, it } from "vitest";
import {
  dateOf,
  formatClock,
  formatDate,
  formatDay,
  formatMegabytes,
  formatNumber,
  formatSpan,
  formatTime,
  instantOf,
  schoolZone,
} from "./format";
import { chooseLanguage } from "./language";

afterEach(() => {
  chooseLanguage("vi");
  schoolZone.value = "Asia/Ho_Chi_Minh";
});

describe("numbers", () => {
  it("uses the comma in Vietnamese and the point in English", () => {
    expect(formatNumber(3.25, 1)).toBe("3,3");
    expect(formatMegabytes(3_240_000)).toBe("3,2 MB");
    expect(formatMegabytes(15_000_000)).toBe("15 MB");
    chooseLanguage("en");
    expect(formatMegabytes(3_240_000)).toBe("3.2 MB");
  });
});

describe("times", () => {
  const bell = "2026-11-23T00:50:00Z";

  it("shows the school's clock, wherever the device is", () => {
    expect(formatTime(bell)).toBe("07:50");
    expect(formatTime(Date.parse(bell))).toBe("07:50");
    expect(formatTime("2026-11-22T17:05:00Z")).toBe("00:05");
    expect(formatSpan(bell, "2026-11-23T01:35:00Z")).toBe("07:50–08:35");
  });

  it("names the day", () => {
    expect(formatDate(bell)).toBe("23/11/2026");
    expect(formatDay(bell)).toBe("Thứ Hai, 23/11/2026");
    chooseLanguage("en");
    expect(formatDay(bell)).toBe("Monday, 23/11/2026");
  });

  it("gives the value for a date's input, past midnight too", () => {
    expect(dateOf("2026-11-22T17:05:00Z")).toBe("2026-11-23");
  });

  it.each(["Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati"])(
    "comes back in %s",
    (zone) => {
      schoolZone.value = zone;
      for (const day of ["2026-03-29", "2026-10-25", "2026-11-23"]) {
        for (const time of ["00:00", "07:50", "23:59"]) {
          const at = instantOf(day, time);
          expect([dateOf(at), formatTime(at)]).toEqual([day, time]);
        }
      }
    },
  );

  it("does not take nonsense for an instant", () => {
    expect(instantOf("2026-11-23", "")).toBeNaN();
    expect(instantOf("", "07:50")).toBeNaN();
  });
});

describe("formatClock", () => {
  it.each([
    [0, "0:00"],
    [252, "4:12"],
    [3852, "1:04:12"],
    [-5, "0:00"],
  ])("%i s is %s", (seconds, text) => expect(formatClock(seconds)).toBe(text));
});
