import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import golden from "../../../tests/data/messages.json";
import { Replay } from "./replay";
import { Hands } from "./view/Hands";
import { Moments } from "./view/Moments";
import { SeekBar } from "./view/SeekBar";
import { Stage } from "./view/Stage";
import { Watch } from "./view/Watch";

const view = golden.lesson.student.snapshot.view;
const pupil = Object.entries(view.people).find(([, { role }]) => role === "student")?.[0] ?? "";
const name = view.people[pupil as keyof typeof view.people].name;
const ZERO = 1_800_000_000_000;

const track = (id: string, kind: string, fields: object = {}) => ({
  id,
  kind,
  person: null,
  name: "",
  source: null,
  mime: "audio/mp4",
  init: 100,
  bytes: 6_400_000,
  url: `/api/v1/lessons/l/recording/tracks/${id}/media`,
  ...fields,
});

let recording: Record<string, unknown>;
let rows: Record<string, unknown[]>;
let asked: { path: string; key: string | null }[];
/** The office entered another consent: everything is told again, and this way. */
let again: object | null;
/** What a key is answered with instead. */
let refused: Record<string, [number, string]>;

function answer(path: string): unknown {
  if (path.endsWith("/recording")) return recording;
  const after = Number(/after=(\d+)/.exec(path)?.[1] ?? 0);
  if (path.includes("/events")) {
    if (again) return again;
    const steps = [
      {
        number: 5,
        at_ms: 4000,
        type: "hand_raised",
        person: pupil,
        patch: { hands: { [pupil]: { since: 0, place: 1 } } },
      },
      {
        number: 6,
        at_ms: 6000,
        type: "floor_accepted",
        person: "unrecorded-1",
        patch: {
          people: { "unrecorded-1": { name: "", role: "student" } },
          floor: { "unrecorded-1": { state: "held", since: 0, by: "gv" } },
        },
      },
    ];
    return {
      snapshot: after === 0 ? view : null,
      steps: steps.filter(({ number }) => number > after),
      jumps: [],
      next: 6,
    };
  }
  const id = /tracks\/(t\d\d)\/index/.exec(path)?.[1] ?? "";
  const all = rows[id] ?? [];
  return { segments: all.slice(after), next: all.length };
}

beforeEach(() => {
  asked = [];
  refused = {};
  again = null;
  rows = {
    t00: [
      [0, 2000, 100, 50],
      [2000, 2000, 150, 50],
      [4000, 4000, 200, 50],
    ],
    t01: [[0, 2000, 100, 50, [0]]],
  };
  recording = {
    lesson: "l",
    title: "Bài",
    subject: "Toán",
    class_name: "8A3",
    period: "tiết 2",
    teacher: null,
    starts_at: ZERO,
    phase: "ended",
    state: "final",
    started_at: new Date(ZERO).toISOString(),
    ended_at: null,
    saved_to: ZERO + 8000,
    duration_ms: 8000,
    gaps: [],
    unrecorded: [],
    limited: [],
    trouble: "",
    tracks: [
      track("t00", "class"),
      track("t01", "video", { bytes: 41_600_000, mime: "video/webm", person: "gv-01" }),
    ],
  };
  vi.useFakeTimers();
  vi.stubGlobal("MediaSource", { isTypeSupported: () => true });
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    const key = new Headers(init.headers).get("Authorization");
    asked.push({ path, key });
    const [status, code] = refused[key ?? ""] ?? [200, ""];
    if (status !== 200) return Response.json({ code }, { status });
    if (path.endsWith("/media")) return new Response(new Uint8Array(10), { status: 206 });
    return Response.json(answer(path));
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  localStorage.clear();
});

const settle = () => vi.advanceTimersByTimeAsync(50);

async function opened(...keys: (string | undefined)[]): Promise<Replay> {
  const replay = new Replay({ lesson: "l", keys });
  void replay.open();
  await settle();
  return replay;
}

describe("a visit to a recording", () => {
  it("asks for recording, index and sound at once, and knows the class at every moment", async () => {
    const replay = await opened("a");
    const first = asked.slice(0, 3).map(({ path }) => path.replace("/api/v1/lessons/l/recording", ""));
    expect(first.sort()).toEqual(["", "/tracks/t00/index?after=0", "/tracks/t00/media"]);
    expect(replay.duration.value).toBe(8000);
    expect(replay.view.value?.hands).toEqual({});
    replay.close();
  });

  it("reads nothing of pictures when one only listens", async () => {
    localStorage.setItem("bg.replay.mode", "listen");
    const replay = await opened("a");
    expect(asked.some(({ path }) => path.includes("t01"))).toBe(false);
    replay.watch("full");
    await settle();
    expect(asked.some(({ path }) => path.includes("t01/index"))).toBe(true);
    replay.close();
  });

  it("tries the next key when one is too old, and says what the first was refused for", async () => {
    refused["Bearer old"] = [401, "expired"];
    const replay = await opened("old", "day", undefined);
    expect(replay.key).toBe("day");
    expect(replay.recording.value?.lesson).toBe("l");
    replay.close();
    refused["Bearer day"] = [401, "revoked"];
    refused[""] = [401, "unauthenticated"];
    expect((await opened("old", "day", undefined)).problem.value).toBe("expired");
    expect((await opened(undefined)).problem.value).toBe("unauthenticated");
  });

  it("lets the office in whatever link this tab was opened with, and says to others that they may not", async () => {
    refused["Bearer a"] = [403, "not_allowed"];
    const replay = await opened("a", undefined);
    expect([replay.key, replay.recording.value?.lesson]).toEqual([undefined, "l"]);
    replay.close();
    refused[""] = [401, "unauthenticated"];
    expect((await opened("a", undefined)).problem.value).toBe("not_allowed");
  });

  it("comes by itself when the server is back", async () => {
    refused["Bearer a"] = [503, "busy"];
    const replay = await opened("a");
    expect([replay.offline.value, replay.problem.value]).toEqual([true, null]);
    refused = {};
    await vi.advanceTimersByTimeAsync(7000);
    expect(replay.recording.value?.lesson).toBe("l");
    expect(replay.offline.value).toBe(false);
    replay.close();
  });

  it("grows with a lesson that goes on, until it is final; then asks no more", async () => {
    recording.state = "live";
    const replay = await opened("a");
    expect(replay.live.value).toBe(true);
    rows.t00?.push([8000, 2000, 250, 50]);
    await vi.advanceTimersByTimeAsync(2100);
    expect(replay.duration.value).toBe(10_000);
    recording.state = "final";
    await vi.advanceTimersByTimeAsync(2100);
    expect([replay.live.value, replay.becameFinal.value]).toEqual([false, true]);
    const before = asked.length;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(asked.length).toBe(before);
    replay.close();
  });
});

it("forgets names and words of who withdrew while the page is open", async () => {
  recording.state = "live";
  const said = { number: 4, at_ms: 1000, type: "said", person: pupil, text: "Sao ạ?", reply_to: null };
  const jump = { at_ms: 1000, kind: "question", person: pupil };
  again = { snapshot: view, steps: [{ ...said, patch: {} }], jumps: [jump], next: 4 };
  const replay = await opened("a");
  again = null;
  const told = () => JSON.stringify([replay.view.value, replay.lines.value, replay.jumps.value]);
  if (replay.sound) replay.sound.position.value = 2000;
  expect(told()).toContain(name);
  expect(told()).toContain("Sao ạ?");
  const { [pupil]: _, ...people } = view.people as Record<string, object>;
  const other = { ...view, people: { ...people, "unrecorded-1": { name: "", role: "student" } } };
  again = { snapshot: other, steps: [], jumps: [], next: 5 };
  await vi.advanceTimersByTimeAsync(2100);
  expect(told()).not.toContain(pupil);
  expect(told()).not.toContain(name);
  expect(told()).toContain("unrecorded-1");
  expect(told()).not.toContain("Sao ạ?");
  replay.close();
});

describe("what the page shows", () => {
  let place: HTMLElement;
  const find = (id: string) => place.querySelector(`[data-testid="${id}"]`);
  beforeEach(() => {
    place = document.body.appendChild(document.createElement("div"));
  });
  afterEach(() => {
    act(() => render(null, place));
    place.remove();
  });

  it("has hands and floor of the moment; who is not recorded has no name", async () => {
    const replay = await opened("a");
    act(() => render(<Hands replay={replay} />, place));
    expect(find("replay-hands")?.textContent).not.toContain(name);
    act(() => {
      if (replay.sound) replay.sound.position.value = 4000;
    });
    expect(find("replay-hands")?.textContent).toContain(name);
    act(() => {
      if (replay.sound) replay.sound.position.value = 6500;
    });
    expect(find("replay-hands")?.textContent).toContain("Học sinh không ghi hình/tiếng");
    replay.close();
  });

  it("says what is missing while one is there, marks it, and does not jump", async () => {
    recording.gaps = [
      { from: 1000, to: 3000, reason: "lost", track: "t01" },
      { from: 1000, to: 3000, reason: "disk", track: "t02" },
    ];
    const mic = track("t02", "audio", { source: "mic", person: "gv-01" });
    recording.tracks = [...(recording.tracks as object[]), mic];
    recording.limited = [{ from_ms: 5000, to_ms: 7000, to: "audio", reason: "disk" }];
    const replay = await opened("a");
    act(() =>
      render(
        <>
          <Stage replay={replay} />
          <SeekBar replay={replay} />
          <Moments replay={replay} />
        </>,
        place,
      ),
    );
    const sound = replay.sound as NonNullable<Replay["sound"]>;
    const noteAt = (ms: number) => {
      act(() => {
        sound.started.value = true;
        sound.position.value = ms;
      });
      return find("replay-note")?.textContent;
    };
    const what = "tiếng của cô Lan, hình của cô Lan";
    expect(noteAt(500)).toBe("");
    expect(noteAt(1000)).toBe(`Mất một đoạn bản ghi (${what}; máy chủ hết chỗ lưu)`);
    expect(noteAt(3500)).toBe("");
    expect(noteAt(5500)).toBe("Không có hình: ổ đĩa đầy");
    expect(replay.holes.value).toEqual([]);
    expect(place.querySelectorAll(".mark-missing")).toHaveLength(2);
    expect(find("replay-moments")?.textContent).toContain("15:00:01Mất một đoạn bản ghi");
    expect(find("replay-moments")?.textContent).toContain("15:00:05Không có hình: ổ đĩa đầy");
    replay.close();
  });

  it("has every control by name, the sizes, and the lesson's own time", async () => {
    vi.stubGlobal("MediaSource", { isTypeSupported: () => false });
    vi.spyOn(HTMLMediaElement.prototype, "canPlayType").mockReturnValue("");
    const replay = await opened("a");
    act(() => render(<Watch replay={replay} />, place));
    for (const id of ["play", "seek", "time", "speed", "next", "prev", "mode", "hands", "chat", "audio"]) {
      expect(find(`replay-${id}`), id).not.toBeNull();
    }
    expect(find("replay-live")).toBeNull();
    expect(find("replay-sizes")?.textContent).toBe("6,4 MB chỉ nghe · 48 MB có hình");
    expect(find("replay-time")?.textContent).toContain("15:00:00");
    expect(place.textContent).toContain("em vẫn nghe được tiếng");
    for (const button of place.querySelectorAll("button")) {
      expect(button.getAttribute("aria-label") ?? button.textContent).not.toBe("");
    }
    replay.close();
  });
});
