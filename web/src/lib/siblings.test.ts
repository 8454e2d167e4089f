import { beforeEach, describe, expect, it } from "vitest";
import { forget, MOST_SIBLINGS, remember, type Sibling, siblings } from "./siblings";

const pupil = (n: number, token = `t${n}`): Sibling => ({ person: `hs-${n}`, name: `Em ${n}`, token });

beforeEach(() => localStorage.clear());

describe("pupils a device remembers", () => {
  it("keeps five, in the order they came", () => {
    for (let n = 1; n <= MOST_SIBLINGS; n++) expect(remember(localStorage, pupil(n))).toBe(true);
    expect(remember(localStorage, pupil(6))).toBe(false);
    expect(siblings(localStorage).map(({ person }) => person)).toEqual([
      "hs-1",
      "hs-2",
      "hs-3",
      "hs-4",
      "hs-5",
    ]);
  });

  it("gives a pupil the newest token in the same place, also when five are kept", () => {
    for (let n = 1; n <= MOST_SIBLINGS; n++) remember(localStorage, pupil(n));
    expect(remember(localStorage, pupil(2, "new"))).toBe(true);
    expect(siblings(localStorage)[1]).toEqual(pupil(2, "new"));
    expect(siblings(localStorage)).toHaveLength(MOST_SIBLINGS);
  });

  it("forgets one", () => {
    remember(localStorage, pupil(1));
    remember(localStorage, pupil(2));
    forget(localStorage, "hs-1");
    forget(localStorage, "nobody");
    expect(siblings(localStorage)).toEqual([pupil(2)]);
  });

  it.each([
    "",
    "{",
    "null",
    '"x"',
    "{}",
    '[1, null, {"person": "a"}]',
    '[{"person":"","name":"b","token":"c"}]',
  ])("takes a broken store for nobody: %s", (kept) => {
    localStorage.setItem("bg.siblings", kept);
    expect(siblings(localStorage)).toEqual([]);
    expect(remember(localStorage, pupil(1))).toBe(true);
  });

  it("keeps nothing of what else the caller knows", () => {
    remember(localStorage, { ...pupil(1), birth: "05092012" } as Sibling);
    expect(localStorage.getItem("bg.siblings")).not.toContain("05092012");
  });

  it("works where the browser bars storage", () => {
    expect(siblings(null)).toEqual([]);
    expect(remember(null, pupil(1))).toBe(false);
    expect(() => forget(null, "hs-1")).not.toThrow();
  });
});
