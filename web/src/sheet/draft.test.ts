import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Refusal } from "../lib/answer";
import { ChangedMeanwhile, type Kept, type Text } from "./api";
import { Draft, type Server } from "./draft";

const LAN = { id: "gv-01", name: "Nguyễn Thị Ngọc Lan" };
let kept: Kept;
let asked: { text: Text; version: number; why: string }[];
let refuse: Refusal | null;

/** Saves like the server: on top of the newest version only. */
const server: Server = {
  load: async () => kept,
  save: async (text, version, why) => {
    asked.push({ text, version, why });
    if (refuse) throw refuse;
    if (version !== kept.version) throw new ChangedMeanwhile(kept);
    kept = { ...text, remark: text.remark.trim(), version: version + 1, by: LAN, at: "2026-11-23T01:31:00Z" };
    return kept;
  },
};

function other(change: Partial<Text>): void {
  kept = { ...kept, ...change, version: kept.version + 1, by: LAN, at: "2026-11-23T01:31:00Z" };
}

async function draft(ended = false): Promise<Draft> {
  const made = new Draft(server, "l", sessionStorage, ended);
  await made.load();
  return made;
}

beforeEach(() => {
  vi.useFakeTimers();
  sessionStorage.clear();
  asked = [];
  refuse = null;
  kept = { title: "Bài 15", remark: "", homework: "", version: 0, by: null, at: null };
});

afterEach(() => vi.useRealTimers());

describe("while the lesson runs", () => {
  it("is prefilled and saved by itself, once, after the last key", async () => {
    const one = await draft();
    expect(one.text.value.title).toBe("Bài 15");
    for (const words of ["L", "Lớp", "Lớp "]) one.write("remark", words);
    expect(one.state.value).toBe("unsaved");
    await vi.advanceTimersByTimeAsync(2000);
    expect(asked).toEqual([{ text: { title: "Bài 15", remark: "Lớp ", homework: "" }, version: 0, why: "" }]);
    expect(one.state.value).toBe("saved");
    expect(one.text.value.remark).toBe("Lớp ");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(1);
  });

  it("tries again after a failure, and a reload loses no word", async () => {
    const one = await draft();
    refuse = new Refusal(0, "offline");
    one.write("homework", "Bài 1, 2");
    await vi.advanceTimersByTimeAsync(1300);
    expect(one.state.value).toBe("failed");
    const reloaded = await draft();
    expect(reloaded.text.value.homework).toBe("Bài 1, 2");
    reloaded.close();
    refuse = null;
    await vi.advanceTimersByTimeAsync(6000);
    expect(one.state.value).toBe("saved");
    expect(kept.homework).toBe("Bài 1, 2");
    expect(sessionStorage.length).toBe(0);
  });

  it("saves what waits when the lesson ends, then only on a tap", async () => {
    const one = await draft();
    one.write("remark", "Tốt");
    one.end();
    await vi.advanceTimersByTimeAsync(0);
    expect(kept.remark).toBe("Tốt");
    one.write("remark", "Rất tốt");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(kept.remark).toBe("Tốt");
    await one.save("sửa chữ");
    expect(asked.at(-1)).toMatchObject({ version: 1, why: "sửa chữ" });
  });
});

describe("two people at once", () => {
  it("parts that only one of them changed are joined", async () => {
    const one = await draft(true);
    one.write("remark", "Lớp học tốt");
    other({ homework: "Bài 3" });
    await one.save("thêm");
    expect(one.joined.value?.by).toEqual(LAN);
    expect(one.theirs.value).toBeNull();
    expect(kept).toMatchObject({ remark: "Lớp học tốt", homework: "Bài 3", version: 2 });
    expect(one.state.value).toBe("saved");
  });

  it("what both changed is shown, and nothing is lost", async () => {
    const one = await draft();
    one.write("remark", "Của tôi");
    other({ remark: "Của cô Lan" });
    await vi.advanceTimersByTimeAsync(1300);
    expect(one.disputed.value).toEqual(["remark"]);
    expect(one.text.value.remark).toBe("Của tôi");
    expect(one.theirs.value?.remark).toBe("Của cô Lan");
    one.write("remark", "Của tôi, viết thêm");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(kept.remark).toBe("Của cô Lan");
    await one.keepMine();
    expect(kept).toMatchObject({ remark: "Của tôi, viết thêm", version: 2 });
    expect(one.theirs.value).toBeNull();
  });

  it("theirs can be taken", async () => {
    const one = await draft();
    one.write("remark", "Của tôi");
    other({ remark: "Của cô Lan", title: "Bài 15 (tiết 2)" });
    await vi.advanceTimersByTimeAsync(1300);
    one.take("remark");
    expect(one.text.value).toEqual({ title: "Bài 15 (tiết 2)", remark: "Của cô Lan", homework: "" });
    expect(one.theirs.value).toBeNull();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(kept.version).toBe(1);
  });

  it("is also seen by who comes back with words left in the tab", async () => {
    const one = await draft(true);
    one.write("remark", "Chưa lưu");
    other({ remark: "Đã lưu" });
    const back = await draft(true);
    expect(back.text.value.remark).toBe("Chưa lưu");
    expect(back.disputed.value).toEqual(["remark"]);
  });
});

it("ignores what is not its own in the storage", async () => {
  for (const stored of ["{", "null", '{"title":1}', '{"title":"a","remark":"b","homework":"c"}']) {
    sessionStorage.setItem("bg.sheet.l", stored);
    expect((await draft()).text.value.title).toBe("Bài 15");
  }
});
