// WCAG 2.2, 1.4.3 and 1.4.11: text pairs of the tokens reach 4.5 : 1, edges of controls and the focus ring 3 : 1.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync("src/style/tokens.css", "utf8");
const [light = "", dark = ""] = css.split("@media (prefers-color-scheme: dark)");

function colours(block: string): Record<string, string> {
  const found = [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/gi)];
  return Object.fromEntries(found.map(([, name, hex]) => [name, hex]));
}

function luminance(hex: string): number {
  const parts = [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16) / 255);
  const [r = 0, g = 0, b = 0] = parts.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ratio(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const TEXT = [
  ...["ink", "muted", "brand", "bad", "good"].flatMap((text) =>
    ["paper", "surface", "raised"].map((on) => [text, on]),
  ),
  ...["good", "warn", "bad", "info"].map((tone) => [tone, `${tone}-soft`]),
  ...["good", "warn", "bad", "info"].map((tone) => ["ink", `${tone}-soft`]),
  ["on-brand", "brand"],
  ["on-brand", "brand-hover"],
  ["on-brand-soft", "brand-soft"],
  ["ink", "brand-soft"],
  ["muted", "brand-soft"],
  ["on-bad", "bad"],
  ["on-bad", "bad-hover"],
  ["on-stage", "stage"],
];
const EDGES = ["line-strong", "focus"].flatMap((edge) => ["paper", "surface"].map((on) => [edge, on]));

describe.each([
  ["light", colours(light)],
  ["dark", { ...colours(light), ...colours(dark) }],
])("the %s colours", (_, palette) => {
  const pair = (names: string[]) => ratio(palette[names[0] ?? ""] ?? "", palette[names[1] ?? ""] ?? "");
  it.each(TEXT)("%s on %s can be read", (...names) => expect(pair(names)).toBeGreaterThanOrEqual(4.5));
  it.each(EDGES)("%s on %s can be seen", (...names) => expect(pair(names)).toBeGreaterThanOrEqual(3));
});
