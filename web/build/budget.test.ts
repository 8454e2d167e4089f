import { describe, expect, it } from "vitest";
import { gzippedSizes, initialFiles } from "./budget.mjs";

const manifest = {
  "class.html": {
    file: "assets/class.js",
    css: ["assets/class.css"],
    imports: ["_shared.js"],
    dynamicImports: ["src/class/teacher.tsx"],
  },
  "_shared.js": { file: "assets/shared.js", css: ["assets/shared.css"], imports: ["_core.js"] },
  "_core.js": { file: "assets/core.js", imports: ["_shared.js"] },
  "src/class/teacher.tsx": { file: "assets/teacher.js", css: ["assets/teacher.css"], imports: ["_core.js"] },
};

describe("the size budget", () => {
  it("counts what the page needs at once, each file once, and not the teacher's part", () => {
    expect(initialFiles(manifest, "class.html")).toEqual([
      "assets/class.css",
      "assets/class.js",
      "assets/core.js",
      "assets/shared.css",
      "assets/shared.js",
    ]);
  });

  it("says which entry is missing", () => {
    expect(() => initialFiles({}, "class.html")).toThrow("class.html");
  });

  it("measures gzipped bytes", () => {
    const [size] = gzippedSizes(["a.js"], () => new TextEncoder().encode("a".repeat(10_000)));
    expect(size?.bytes).toBeGreaterThan(20);
    expect(size?.bytes).toBeLessThan(100);
  });
});
