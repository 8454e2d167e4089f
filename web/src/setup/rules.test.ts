import { describe, expect, it } from "vitest";
import { loginFits, passwordFits, passwordRules } from "./rules";

describe("passwords", () => {
  it("are long, varied and not the login name", () => {
    expect(passwordFits("mưa rào tháng bảy", "giaovu")).toBe(true);
    expect(passwordRules("ngắn", "giaovu")).toEqual({ length: false, name: true, varied: false });
    expect(passwordRules("aaaaaaaaaaaa", "giaovu").varied).toBe(false);
    expect(passwordRules("GiaoVuTruong", "giaovutruong ").name).toBe(false);
    expect(passwordFits("a1b2c3".repeat(40), "giaovu")).toBe(false);
  });

  it("count Vietnamese letters as one sign each", () => {
    expect(passwordRules("ă".repeat(9), "x").length).toBe(false);
    expect(passwordRules("ă".repeat(10), "x").length).toBe(true);
  });
});

describe("logins", () => {
  it.each([
    ["giaovu", true],
    [" giaovu ", true],
    ["gv", false],
    ["giao vu", false],
    ["a".repeat(65), false],
  ])("%j: %s", (login, fits) => expect(loginFits(login)).toBe(fits));
});
