import { beforeEach, describe, expect, it } from "vitest";
import { absolute, keepToken, onThisServer, takeFragment } from "./linktoken";

beforeEach(() => {
  sessionStorage.clear();
  history.replaceState(null, "", "/day");
});

describe("the token of a link", () => {
  it("leaves the address at once and stays in the tab", () => {
    history.replaceState(null, "", "/day#abc.def");
    expect(keepToken("bg.day", location, history, sessionStorage)).toBe("abc.def");
    expect(location.href).not.toContain("#");
    expect(keepToken("bg.day", location, history, sessionStorage)).toBe("abc.def");
  });

  it("is replaced by a newer link's", () => {
    sessionStorage.setItem("bg.day", "old");
    history.replaceState(null, "", "/day#new");
    expect(keepToken("bg.day", location, history, sessionStorage)).toBe("new");
  });

  it("is not the skip link's target", () => {
    history.replaceState(null, "", "/day#main");
    expect(takeFragment(location, history)).toBeNull();
  });
});

describe("links", () => {
  it("keep the address by which the server was reached", () => {
    expect(onThisServer("https://hoc.example/l/abc#t", "http://127.0.0.1:8080")).toBe("/l/abc#t");
    expect(onThisServer("/l/abc#t", "http://127.0.0.1:8080")).toBe("/l/abc#t");
  });

  it("are whole when they are handed on", () => {
    expect(absolute("/day#t", "https://hoc.example")).toBe("https://hoc.example/day#t");
    expect(absolute("https://hoc.example/day#t", "http://127.0.0.1:8080")).toBe("https://hoc.example/day#t");
  });
});
