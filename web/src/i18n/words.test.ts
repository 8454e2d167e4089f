import { afterEach, describe, expect, it, vi } from "vitest";
import { fill } from "./message";
import { learnWords, smallChildren, speakToGuest, words } from "./words";

const PRIMARY = {
  name: "Trường tiểu học",
  pupil_word: "con",
  learner_word: "học sinh",
  ppct_word: "Tiết CT",
  time_zone: "Asia/Ho_Chi_Minh",
  small_children: true,
};
const DEFAULT = { ...PRIMARY, pupil_word: "em", ppct_word: "Tiết PPCT", small_children: false };

function answering(body: unknown) {
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify(body)));
}

afterEach(async () => {
  answering(DEFAULT);
  await learnWords();
  localStorage.clear();
  vi.unstubAllGlobals();
});

describe("the school's words", () => {
  it("come from the school and are remembered", async () => {
    answering(PRIMARY);
    await learnWords();
    expect(fill("{Em} bấm Mic. Các {em} chờ. {ppct} 4", words.value)).toBe(
      "Con bấm Mic. Các con chờ. Tiết CT 4",
    );
    expect(smallChildren.value).toBe(true);
    expect(localStorage.getItem("bg.words")).not.toContain("Trường");
  });

  it("speak to a guest as to a grown-up, before and after the school's are known", async () => {
    speakToGuest(true);
    expect(fill("{Em} đang chờ", words.value)).toBe("Anh/chị đang chờ");
    answering(PRIMARY);
    await learnWords();
    expect(fill("{Em} đang chờ, {ppct} 4", words.value)).toBe("Anh/chị đang chờ, Tiết CT 4");
    speakToGuest(false);
    expect(words.value.em).toBe("con");
  });

  it("are those of the last time without a network", async () => {
    localStorage.setItem("bg.words", JSON.stringify(PRIMARY));
    vi.stubGlobal("fetch", () => Promise.reject(new Error("offline")));
    await learnWords();
    expect(words.value.em).toBe("con");
  });

  it("stay when what was remembered is broken", async () => {
    for (const broken of ["{", "[]", '{"pupil_word": 3}', "null"]) {
      localStorage.setItem("bg.words", broken);
      vi.stubGlobal("fetch", () => Promise.reject(new Error("offline")));
      await learnWords();
      expect(words.value.em).toBe("em");
    }
  });
});
