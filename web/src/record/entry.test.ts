import { beforeEach, describe, expect, it } from "vitest";
import { Refusal } from "../lib/api";
import { enter, firstAllowed } from "./entry";

beforeEach(() => sessionStorage.clear());

describe("who opens a record", () => {
  it("comes with the link's token, then the day's, then the office's cookie", () => {
    sessionStorage.setItem("bg.day", "day");
    history.replaceState(null, "", "/record/abc#link");
    expect(enter(location, history, sessionStorage)).toEqual({
      lesson: "abc",
      tokens: ["link", "day", undefined],
    });
    expect(location.href).not.toContain("#");
    expect(sessionStorage.getItem("bg.token.abc")).toBe("link");
  });

  it("needs a lesson's address", () => {
    history.replaceState(null, "", "/record/");
    expect(enter(location, history, sessionStorage)).toBeNull();
  });

  it("is let in by the first that may", async () => {
    const ask = async (token: string | undefined) => {
      if (token === "old") throw new Refusal(401, "expired");
      return token ?? "cookie";
    };
    expect(await firstAllowed(["old", "good"], ask)).toEqual({ value: "good", token: "good" });
    expect(await firstAllowed(["old", undefined], ask)).toEqual({ value: "cookie", token: undefined });
  });

  it("hears the first refusal, and at once of what is no refusal", async () => {
    const refused = async (token: string | undefined) => {
      throw token === "a" ? new Refusal(403, "not_allowed") : new Refusal(401, "unauthenticated");
    };
    await expect(firstAllowed(["a", undefined], refused)).rejects.toMatchObject({ code: "not_allowed" });
    let asked = 0;
    const missing = async () => {
      asked += 1;
      throw new Refusal(404, "no_record");
    };
    await expect(firstAllowed(["a", undefined], missing)).rejects.toMatchObject({ code: "no_record" });
    expect(asked).toBe(1);
  });
});
