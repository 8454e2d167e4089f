import { describe, expect, it } from "vitest";
import { follow } from "./sync";

describe("a picture behind or before the sound", () => {
  it.each([
    ["a little off, nothing", 30, 1, 1, { do: "rate", rate: 1 }],
    ["before: slower", 60, 1, 1, { do: "rate", rate: 0.95 }],
    ["behind: faster", -60, 1, 1, { do: "rate", rate: 1.05 }],
    ["at double speed, too", -60, 2, 2, { do: "rate", rate: 2.1 }],
    ["further behind: faster still", -150, 1, 1, { do: "rate", rate: 1.15 }],
    ["lost: jump", -400, 1, 1.05, { do: "jump" }],
    ["corrects until it is there", -30, 1, 1.05, { do: "rate", rate: 1.05 }],
    ["and then no longer", -8, 1, 1.05, { do: "rate", rate: 1 }],
  ] as const)("%s", (_, drift, rate, now, what) => expect(follow(drift, rate, now)).toEqual(what));

  it("is within 80 ms after three seconds, from anywhere short of a jump, and stays", () => {
    for (const begin of [-299, -120, -41, 41, 120, 299]) {
      let [drift, rate] = [begin, 1];
      for (let ms = 0; ms < 10_000; ms += 100) {
        const what = follow(drift, 1, rate);
        if (what.do === "jump") throw new Error("jumped");
        rate = what.rate;
        drift += (rate - 1) * 100;
        if (ms > 3000) expect(Math.abs(drift)).toBeLessThan(80);
      }
    }
  });
});
