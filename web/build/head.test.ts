// Every page of the build: its own title and module, and what all have in common.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { wholePage } from "./head.mjs";

const WEB = join(import.meta.dirname, "..");
const PAGES = readdirSync(WEB).filter((name) => name.endsWith(".html"));
const tokens = readFileSync(join(WEB, "src/style/tokens.css"), "utf8");

it("there are pages", () => expect(PAGES.length).toBeGreaterThan(8));

describe.each(PAGES)("%s", (name) => {
  const html = wholePage(readFileSync(join(WEB, name), "utf8"));
  const page = new DOMParser().parseFromString(html, "text/html");

  it("is Vietnamese and has a title", () => {
    expect(html).toMatch(/^<!doctype html>\s*<html lang="vi">\s*<head>\s*<meta charset="utf-8">/);
    expect(page.title).toMatch(/^(.+ · )?Bục Giảng$/);
  });

  it("has one module and tells old browsers, without a script in the page", () => {
    const scripts = [...page.querySelectorAll("script")];
    expect(scripts.every((one) => one.hasAttribute("src") && one.textContent === "")).toBe(true);
    expect(scripts.map((one) => one.getAttribute("src"))).toContain("/unsupported.js");
    expect(scripts.filter(({ type }) => type === "module")).toHaveLength(1);
    expect(page.querySelector("#app")).not.toBeNull();
    expect(page.querySelectorAll("noscript")).toHaveLength(1);
  });

  it("has the paper's colours around it", () => {
    const colours = [...page.querySelectorAll('meta[name="theme-color"]')].map((one) =>
      one.getAttribute("content"),
    );
    expect(colours).toHaveLength(2);
    for (const colour of colours) expect(tokens).toContain(colour);
  });
});

it("refuses a page that is not as expected", () => {
  expect(() => wholePage("<head><title>x</title></head>")).toThrow("empty <body>");
  expect(() => wholePage("<head></head><body><p></p></body>")).toThrow("empty <body>");
});
