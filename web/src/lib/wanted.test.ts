import { describe, expect, it } from "vitest";
import { REST_AFTER, Wanted } from "./wanted";

const rids = { mic: [""], camera: ["q", "h", "f"] };
const camera = (wanted: Wanted, now: number) =>
  rids.camera.filter((rid) => wanted.active("camera", rid, now)).join("");

describe("what the server wants", () => {
  it("is everything until it says so, and of a source it does not name", () => {
    const wanted = new Wanted();
    expect(camera(wanted, 0)).toBe("qhf");
    wanted.tell({ mic: [] }, rids, 0);
    expect(camera(wanted, 99_999)).toBe("qhf");
    expect(wanted.active("mic", "", REST_AFTER)).toBe(false);
  });

  it("rests a while after the last word, and starts at once", () => {
    const wanted = new Wanted();
    wanted.tell({ camera: ["q"] }, rids, 1000);
    expect(camera(wanted, 1000)).toBe("qhf");
    expect(wanted.dueAt(1000)).toBe(1000 + REST_AFTER);
    expect(camera(wanted, 1000 + REST_AFTER)).toBe("q");
    expect(wanted.dueAt(1000 + REST_AFTER)).toBeNull();
    wanted.tell({ camera: ["q", "f"] }, rids, 20_000);
    expect(camera(wanted, 20_000)).toBe("qf");
    wanted.tell({ camera: ["q"] }, rids, 21_000);
    wanted.tell({ camera: ["q", "f"] }, rids, 22_000);
    expect(camera(wanted, 22_000 + REST_AFTER)).toBe("qf");
  });

  it("a word repeated does not put the rest off", () => {
    const wanted = new Wanted();
    wanted.tell({ camera: [] }, rids, 0);
    wanted.tell({ camera: [] }, rids, REST_AFTER - 1);
    expect(camera(wanted, REST_AFTER)).toBe("");
  });

  it("is the whole source when the server knows no layers of it", () => {
    const wanted = new Wanted();
    wanted.tell({ camera: [""] }, rids, 0);
    expect(camera(wanted, 99_999)).toBe("qhf");
  });

  it("is forgotten with the source", () => {
    const wanted = new Wanted();
    wanted.tell({ camera: [], mic: [] }, rids, 0);
    wanted.forget("camera");
    expect(camera(wanted, 99_999)).toBe("qhf");
    expect(wanted.active("mic", "", 99_999)).toBe(false);
  });
});
