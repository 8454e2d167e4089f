import { beforeEach, describe, expect, it } from "vitest";
import { claimsOf, enter, keepDevice, lessonOf, linkOf } from "./entry";

function place(pathname: string, hash = ""): Location {
  return { pathname, hash, search: "" } as Location;
}

const shown: string[] = [];
const past = { replaceState: (_: unknown, __: string, to: string) => shown.push(to) } as unknown as History;

beforeEach(() => {
  sessionStorage.clear();
  shown.length = 0;
});

describe("enter", () => {
  it("moves the token from the address into this tab", () => {
    const entry = enter(place("/l/toan-8a3", "#a.b.c"), past, sessionStorage);
    expect(entry).toMatchObject({ lesson: "toan-8a3", token: "a.b.c" });
    expect(shown).toEqual(["/l/toan-8a3"]);
    expect(localStorage.length).toBe(0);
    expect(linkOf(entry as NonNullable<typeof entry>, "https://x")).toBe("https://x/l/toan-8a3#a.b.c");
  });

  it("finds it there after a reload, for the same lesson only", () => {
    enter(place("/l/one", "#a.b.c"), past, sessionStorage);
    expect(enter(place("/l/one"), past, sessionStorage)?.token).toBe("a.b.c");
    expect(enter(place("/l/two"), past, sessionStorage)).toBeNull();
  });

  it("brings the second pupil's token that the page before has put there, for this lesson only", () => {
    sessionStorage.setItem("also:one", "d.e.f");
    expect(enter(place("/l/one", "#a.b.c"), past, sessionStorage)?.also).toEqual(["d.e.f"]);
    expect(enter(place("/l/two", "#a.b.c"), past, sessionStorage)?.also).toBeUndefined();
    sessionStorage.setItem("also:one", "a.b.c");
    expect(enter(place("/l/one"), past, sessionStorage)?.also).toBeUndefined();
  });

  it("a reload is the same device, a duplicated tab is another", () => {
    const first = enter(place("/l/one", "#t"), past, sessionStorage);
    const duplicate = enter(place("/l/one"), past, sessionStorage);
    expect(duplicate?.device).not.toBe(first?.device);
    keepDevice(sessionStorage, first?.device ?? "");
    expect(enter(place("/l/one"), past, sessionStorage)?.device).toBe(first?.device);
  });
});

describe("lessonOf", () => {
  it.each([
    ["/l/abc_-~9", "abc_-~9"],
    ["/l/abc/", "abc"],
    ["/l/", null],
    ["/l/a b", null],
    ["/l/a/../b", null],
    ["/day", null],
  ])("%s", (path, lesson) => {
    expect(lessonOf(path)).toBe(lesson);
  });
});

describe("claimsOf", () => {
  const token = (claims: object) => {
    const bytes = new TextEncoder().encode(JSON.stringify(claims));
    const text = btoa(String.fromCharCode(...bytes))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");
    return `head.${text}.signature`;
  };

  it("reads name and role in any script", () => {
    expect(claimsOf(token({ name: "H'Lan Ayŭn", role: "student", jti: "?>~" }))).toEqual({
      name: "H'Lan Ayŭn",
      role: "student",
    });
  });

  it.each(["", "a", "a.b.c", token({}), token({ name: 3, role: "student" })])("nothing in %s", (broken) => {
    expect(claimsOf(broken)).toBeNull();
  });
});
