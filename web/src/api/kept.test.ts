import { beforeEach, describe, expect, it } from "vitest";
import { Refusal } from "../lib/answer";
import { enterKept, firstAllowed, type Key } from "./kept";

beforeEach(() => sessionStorage.clear());

describe("who opens a record or a replay", () => {
  const at = (path: string) => history.replaceState(null, "", path);

  it("comes with the link's token, then the day's, then the office's cookie", () => {
    sessionStorage.setItem("bg.day", "day");
    at("/record/abc#link");
    const keys = ["link", "day", undefined];
    expect(enterKept("record", location, history, sessionStorage)).toEqual({ lesson: "abc", keys });
    expect(location.href).not.toContain("#");
    expect(sessionStorage.getItem("bg.token.abc")).toBe("link");
    at("/r/abc"); // as another page of the same tab left it
    expect(enterKept("replay", location, history, sessionStorage)).toEqual({ lesson: "abc", keys });
    at("/r/other");
    expect(enterKept("replay", location, history, sessionStorage)?.keys).toEqual(["day", undefined]);
  });

  it.each(["/record/", "/r/a/b", "/l/abc", "/record/abc"])("needs a lesson's address, not %s", (path) => {
    at(path);
    expect(enterKept("replay", location, history, sessionStorage)).toBeNull();
  });

  it("is let in by the first that may", async () => {
    const ask = async (key: Key) => {
      if (key === "old") throw new Refusal(401, "expired");
      return key ?? "cookie";
    };
    expect(await firstAllowed(["old", "good"], ask)).toEqual({ value: "good", key: "good" });
    expect(await firstAllowed(["old", undefined], ask)).toEqual({ value: "cookie", key: undefined });
  });

  it("hears the first refusal, and at once of what is no refusal", async () => {
    const refused = async (key: Key) => {
      throw key === "a" ? new Refusal(403, "not_allowed") : new Refusal(401, "unauthenticated");
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
