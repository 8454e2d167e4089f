// A teacher's room without a network: coming back, being cut off, two pages.

import { act } from "preact/test-utils";
import { describe, expect, it } from "vitest";
import golden from "../../../tests/data/messages.json";
import type { Snapshot, SourceName, View } from "../generated/messages";
import { rememberDevice } from "../lib/resume";
import { testLesson } from "../testing/lesson";
import { TeacherRoom } from "./teach";

const page = testLesson();

const first = golden.lesson.teacher.snapshot as unknown as Snapshot;
const me = first.me.person;

/** The lesson runs and the server believes these sources of ours to be on. */
function snapshot(...on: SourceName[]): Snapshot {
  const person = first.view.people[me] as View["people"][string];
  const sources = Object.fromEntries(on.map((source) => [source, true]));
  return page.snapshot("teacher", {
    people: { ...first.view.people, [me]: { ...person, present: true, sources } },
  });
}

const on = () => Object.keys(page.room.media.sources.tracks.value);
const told = (source: SourceName, value: boolean) => ({ type: "set_source", source, on: value });

async function comesBack(): Promise<void> {
  act(() => page.room.comeBack());
  page.socket.server("connect");
  act(() => page.socket.server("snapshot", snapshot()));
  page.show(<TeacherRoom room={page.room} />);
  await page.turn();
  await page.turn();
}

describe("the tap back into a running lesson", () => {
  it("brings the mic", async () => {
    await comesBack();
    expect(page.asked).toEqual(["audio"]);
    expect(on()).toEqual(["mic"]);
    expect(page.said()).toContainEqual(told("mic", true));
  });

  it("brings what was on in this tab, and not what was off", async () => {
    rememberDevice(sessionStorage, "l", "mic", false);
    rememberDevice(sessionStorage, "l", "camera", true);
    await comesBack();
    expect(on()).toEqual(["camera"]);
    expect(page.said()).toContainEqual(told("camera", true));
  });

  it("remembers what is switched", async () => {
    await comesBack();
    await act(() => page.room.own.toggle("camera"));
    await act(() => page.room.own.toggle("mic"));
    expect(sessionStorage.getItem("bg.on.l")).toBe("camera");
  });
});

describe("after the server turned everything off", () => {
  it("what still runs is on again, once", async () => {
    await comesBack();
    const before = page.said().length;
    act(() => page.socket.server("snapshot", snapshot()));
    act(() => page.socket.server("snapshot", snapshot()));
    expect(page.said().slice(before)).toEqual([told("mic", true)]);
  });

  it("a refusal that may pass is asked again, the track goes on", async () => {
    await comesBack();
    page.socket.answers = [async () => ({ ok: false, code: "too_fast", message: "" })];
    act(() => page.socket.server("snapshot", snapshot()));
    await page.turn();
    expect(on()).toEqual(["mic"]);
    const before = page.said().length;
    act(() => page.socket.server("snapshot", snapshot()));
    expect(page.said().slice(before)).toEqual([told("mic", true)]);
  });

  it("a refusal for good stops the track", async () => {
    await comesBack();
    page.socket.answers = [async () => ({ ok: false, code: "not_allowed", message: "" })];
    act(() => page.socket.server("snapshot", snapshot()));
    await page.turn();
    expect(on()).toEqual([]);
    expect(page.tracks[0]?.stopped).toBe(true);
  });
});

describe("a shared screen", () => {
  it("stopped in the browser's own bar is off with its sound, without a reproach", async () => {
    await comesBack();
    await act(() => page.room.own.toggle("screen"));
    expect(on()).toEqual(["mic", "screen", "screen_audio"]);
    const before = page.said().length;
    act(() => page.tracks[1]?.ends());
    expect(on()).toEqual(["mic"]);
    expect(page.said().slice(before)).toEqual(
      expect.arrayContaining([told("screen", false), told("screen_audio", false)]),
    );
    expect(page.room.trouble.value).toBeNull();
  });
});

describe("two pages of one teacher", () => {
  it("the older stops sending and can take the lesson back with one tap", async () => {
    await comesBack();
    act(() => page.socket.server("notice", { type: "media_moved" }));
    expect(page.tracks[0]?.stopped).toBe(true);
    const before = page.said().length;
    act(() => page.socket.server("snapshot", snapshot("mic")));
    expect(page.said().slice(before)).toEqual([]);
    act(() => page.place.querySelector<HTMLElement>("[data-testid=take-media]")?.click());
    await page.turn();
    await page.turn();
    expect(on()).toEqual(["mic"]);
    expect(page.room.media.receive.state.value).toBe("trying");
  });
});
