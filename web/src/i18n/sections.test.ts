// The pages of pupils' phones take in only the sections they need: no word of theirs may stand in another one.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { catalogue } from "./catalogue";
import { chat } from "./catalogue/chat";
import { classPage } from "./catalogue/class";
import { common } from "./catalogue/common";
import { day } from "./catalogue/day";
import { door } from "./catalogue/door";
import { inApp } from "./catalogue/inapp";
import { keys } from "./catalogue/keys";
import { leave } from "./catalogue/leave";
import { replay } from "./catalogue/replay";
import { way } from "./catalogue/way";
import type { Section } from "./texts";

const SOURCE = join(import.meta.dirname, "..");

/** Loaded with a section of its own, or (of the announcer and the banners) said to teachers only. */
const LATER = /^class\/(teach|device)\/|^day\/leave\/TakeIn\.|\.test\.tsx?$/;
const TEACHERS = /^teach\./;

function files(folder: string): string[] {
  return readdirSync(join(SOURCE, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return files(path);
    return /\.tsx?$/.test(path) && !LATER.test(path) ? [path] : [];
  });
}

/** The texts of the catalogue that a folder's files name. */
function named(folders: readonly string[]): string[] {
  const words = folders
    .flatMap(files)
    .flatMap((path) => [
      ...readFileSync(join(SOURCE, path), "utf8").matchAll(/"([a-z_]+(?:\.[a-z_0-9]+)+)"/g),
    ])
    .map((match) => match[1] ?? "");
  return [...new Set(words)].filter((word) => Object.hasOwn(catalogue, word) && !TEACHERS.test(word));
}

describe.each<[string, readonly string[], Section]>([
  ["class", ["class", "lib", "ui"], { ...common, ...classPage, ...inApp, ...door, ...chat, ...keys }],
  ["replay", ["replay", "ui"], { ...common, ...replay }],
  ["day", ["day", "ui"], { ...common, ...day, ...way, ...leave }],
  ["way", ["way", "ui"], { ...common, ...way }],
])("the %s page", (_, folders, sections) => {
  it("has every text that it names", () => {
    const missing = named(folders).filter((key) => !Object.hasOwn(sections, key));
    expect(missing).toEqual([]);
    expect(named(folders).length).toBeGreaterThan(20);
  });
});
