import { describe, expect, it } from "vitest";
import { Wanted } from "./wanted";

const camera = (wanted: Wanted) => ["q", "h", "f"].filter((rid) => wanted.active("camera", rid)).join("");

describe("what the server wants", () => {
  it("is everything until it says so, and of a source it does not name", () => {
    const wanted = new Wanted();
    expect(camera(wanted)).toBe("qhf");
    wanted.tell({ mic: [] });
    expect(camera(wanted)).toBe("qhf");
    expect(wanted.active("mic", "")).toBe(false);
  });

  it("is its newest word", () => {
    const wanted = new Wanted();
    wanted.tell({ camera: ["q"] });
    expect(camera(wanted)).toBe("q");
    wanted.tell({ camera: ["q", "f"] });
    expect(camera(wanted)).toBe("qf");
    wanted.tell({ camera: [] });
    expect(camera(wanted)).toBe("");
  });

  it("is the whole source when the server knows no layers of it", () => {
    const wanted = new Wanted();
    wanted.tell({ camera: [""] });
    expect(camera(wanted)).toBe("qhf");
  });

  it("is forgotten with the source", () => {
    const wanted = new Wanted();
    wanted.tell({ camera: [], mic: [] });
    wanted.forget("camera");
    expect(camera(wanted)).toBe("qhf");
    expect(wanted.active("mic", "")).toBe(false);
  });
});
