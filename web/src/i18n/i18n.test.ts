import { afterEach, describe, expect, it } from "vitest";
import { catalogue } from "./catalogue";
import { chooseLanguage, isKey, t } from "./index";
import { fill, parameters } from "./message";
import { WORD_NAMES } from "./words";

const isWord = (name: string) => (WORD_NAMES as readonly string[]).includes(name);

afterEach(() => chooseLanguage("vi"));

describe("the catalogue", () => {
  it.each(Object.entries<{ vi: string; en: string }>(catalogue))(
    "%s is complete in both languages",
    (_, text) => {
      expect(text.vi.trim()).not.toBe("");
      expect(text.en.trim()).not.toBe("");
      const named = (words: string) => parameters(words).filter((name) => !isWord(name));
      expect(named(text.en)).toEqual(named(text.vi));
    },
  );

  it("is written in composed Unicode", () => {
    for (const text of Object.values<{ vi: string; en: string }>(catalogue)) {
      expect(text.vi).toBe(text.vi.normalize("NFC"));
    }
  });
});

describe("t", () => {
  it("speaks Vietnamese first and follows the choice", () => {
    expect(t("common.retry")).toBe("Thử lại");
    chooseLanguage("en");
    expect(t("common.retry")).toBe("Try again");
    expect(document.documentElement.lang).toBe("en");
    expect(localStorage.getItem("bg.language")).toBe("en");
  });

  it("knows which keys exist", () => {
    expect(isKey("problem.expired")).toBe(true);
    expect(isKey("problem.unheard_of")).toBe(false);
    expect(isKey("toString")).toBe(false);
  });
});

describe("fill", () => {
  it("replaces parameters and leaves unknown ones visible", () => {
    expect(fill("Lớp {lop}, {so} em", { lop: "8A3", so: 36 })).toBe("Lớp 8A3, 36 em");
    expect(fill("{x}", {})).toBe("{x}");
  });

  it("chooses by number", () => {
    const text = "{n} {n|pupil|pupils}";
    expect([0, 1, 2].map((n) => fill(text, { n }))).toEqual(["0 pupils", "1 pupil", "2 pupils"]);
    expect(parameters(text)).toEqual(["n"]);
  });

  it("never reads markup or replacement patterns in values", () => {
    expect(fill("{name}", { name: "$& <b>{name}</b>" })).toBe("$& <b>{name}</b>");
  });
});
