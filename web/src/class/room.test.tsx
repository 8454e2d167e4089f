// The pupil's room without a network: hand, floor, chat, media, devices.

import { act } from "preact/test-utils";
import { beforeEach, describe, expect, it } from "vitest";
import golden from "../../../tests/data/messages.json";
import { testLesson } from "../testing/lesson";
import { type FakePeer, FakeTrack } from "../testing/media";

const page = testLesson();

const golden1 = golden.lesson.student.snapshot;
const me = golden1.me.person;

beforeEach(() => {
  page.come("student");
  page.socket.sent.length = 0;
});

const offer = () => {
  const floor = { [me]: { state: "offered", since: 1, by: "gv-01" } };
  page.event("floor_offered", { person: me, by: "gv-01" }, { floor });
};
const accepted = () => page.event("floor_accepted", { person: me }, { floor: { [me]: { state: "held" } } });

describe("the hand", () => {
  it("goes up by one tap, shows its page.place, and comes down", () => {
    page.ok(2);
    act(() => page.find("raise-hand")?.click());
    expect(page.said()).toContainEqual({ type: "raise_hand" });
    page.event(
      "hand_raised",
      { person: me, question: "" },
      { hands: { [me]: { since: golden1.at, place: 3 } } },
    );
    expect(page.place.textContent).toContain("Em đang chờ thứ 3");
    expect(page.find("raise-hand")?.getAttribute("aria-pressed")).toBe("true");
    expect(page.room.announcer.polite.value).toContain("3");
    act(() => page.find("raise-hand")?.click());
    expect(page.said()).toContainEqual({ type: "lower_hand" });
  });
});

describe("the floor", () => {
  it("an invitation opens nothing by itself and takes the focus to its box", () => {
    offer();
    const box = page.place.querySelector("[role=alertdialog]");
    expect(box?.textContent).toContain("Cô Lan mời em phát biểu. Bật mic?");
    expect(document.activeElement).toBe(box);
    expect(page.tracks).toHaveLength(0);
  });

  it("an invitation that goes gives the focus back, unless somebody went on elsewhere meanwhile", () => {
    const [mode, chat] = [page.find("listen-only"), page.find("chat")];
    const withdrawn = () => page.event("floor_taken", { person: me, by: "gv-01" }, { floor: { [me]: null } });
    mode?.focus();
    offer();
    withdrawn();
    expect(document.activeElement).toBe(mode);
    offer();
    chat?.focus();
    withdrawn();
    expect(document.activeElement).toBe(chat);
  });

  it("a tap asks for the mic, takes the floor, then sends", async () => {
    offer();
    page.ok(2);
    act(() => page.find("accept-floor")?.click());
    await page.turn();
    accepted();
    expect(page.said().slice(-2)).toEqual([
      { type: "accept_floor" },
      { type: "set_source", source: "mic", on: true },
    ]);
    expect(page.room.media.sources.tracks.value.mic).toBe(page.tracks[0]);
    expect(page.find("mic")?.getAttribute("aria-pressed")).toBe("true");
  });

  it("the mic stops when the invitation was withdrawn meanwhile", async () => {
    offer();
    page.refuse("not_invited");
    act(() => page.find("accept-floor")?.click());
    await page.turn();
    expect(page.tracks[0]?.stopped).toBe(true);
    expect(page.place.textContent).toContain("Lời mời phát biểu đã được thu lại");
  });

  it.each([
    ["floor_taken", { person: me, by: "gv-01" }],
    ["muted_all", { by: "gv-01" }],
  ])("%s stops the track in the browser", async (type, fields) => {
    offer();
    page.ok(2);
    act(() => page.find("accept-floor")?.click());
    await page.turn();
    accepted();
    page.event(type, fields, { floor: { [me]: null } });
    expect(page.tracks[0]?.stopped).toBe(true);
    expect(page.room.media.sources.tracks.value).toEqual({});
    expect(page.room.announcer.urgent.value).not.toBe("");
  });

  it("can be declined without a mic", () => {
    offer();
    page.ok();
    act(() => page.find("decline-floor")?.click());
    expect(page.said()).toContainEqual({ type: "decline_floor" });
    expect(page.tracks).toHaveLength(0);
  });
});

describe("chat", () => {
  it("shows what people write as text, never as markup", () => {
    const text = "<img src=x onerror=alert(1)><b>đậm</b>";
    page.event(
      "said",
      { person: "hs-2", text, reply_to: null, to: "class" },
      { chat: { last: 5, count: 1 } },
    );
    expect(page.find("chat-log")?.textContent).toContain(text);
    expect(page.find("chat-log")?.querySelector("img, b")).toBeNull();
  });

  it("answers a classmate", async () => {
    page.event(
      "said",
      { person: "hs-2", text: "Bài 2?", reply_to: null, to: "class" },
      { chat: { last: 5, count: 1 } },
    );
    act(() => page.place.querySelector<HTMLElement>(".chat-act")?.click());
    const input = page.find("chat") as HTMLInputElement;
    act(() => {
      input.value = "Mình biết";
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    page.ok();
    act(() => input.form?.requestSubmit());
    await page.turn();
    expect(page.said()).toContainEqual({
      type: "say",
      text: "Mình biết",
      to: "class",
      reply_to: page.room.chat.lines.value[0]?.number,
    });
    expect(input.value).toBe("");
  });
});

describe("the media", () => {
  it("another device takes over, and gives back at a tap", () => {
    act(() => page.room.media.listen());
    act(() => page.socket.server("notice", { type: "media_moved" }));
    expect(page.place.textContent).toContain("Em đang học trên máy khác");
    act(() => page.find("take-media")?.click());
    expect(page.room.media.moved.value).toBe(false);
    expect(page.room.media.receive.state.value).toBe("trying");
  });

  it("receives three audio and three video slots, in this order", () => {
    const peer = page.room.media.slots.build() as unknown as FakePeer;
    expect(peer.transceivers.map(({ kind, direction }) => `${kind} ${direction}`)).toEqual([
      ...Array(3).fill("audio recvonly"),
      ...Array(3).fill("video recvonly"),
    ]);
  });

  it("sends mic, camera, screen, screen audio, in this order", () => {
    const peer = page.room.media.sources.build() as unknown as FakePeer;
    expect(peer.transceivers.map(({ kind }) => kind)).toEqual(["audio", "video", "video", "audio"]);
    expect(peer.transceivers.every(({ direction }) => direction === "sendonly")).toBe(true);
  });
});

describe("after an absence", () => {
  it("says again what is on, once the server has heard us", async () => {
    offer();
    page.ok(2);
    act(() => page.find("accept-floor")?.click());
    await page.turn();
    accepted();
    const patch = { people: { [me]: { sources: { mic: null } } } };
    page.event("left", { person: me, last_seen: golden1.at }, patch);
    const before = page.said().length;
    page.ok();
    page.event(
      "joined",
      { person: me, name: "Học sinh 1", role: "student" },
      { people: { [me]: { present: true } } },
    );
    expect(page.said().slice(before)).toContainEqual({ type: "set_source", source: "mic", on: true });
  });
});

describe("a standard client of the same person", () => {
  it("keeps what it sends on, until this page sends something itself", async () => {
    const on = { [me]: { ...page.snapshot("student").view.people[me as never], sources: { mic: true } } };
    const floor = { [me]: { state: "held" } };
    page.refuse("elsewhere");
    page.sees(page.snapshot("student", { people: on, floor } as never));
    await page.turn();
    const off = { type: "set_source", source: "mic", on: false };
    expect(page.said().at(-1)).toEqual(off);
    expect(page.room.trouble.value).toBeNull();
    const before = page.said().length;
    page.sees(page.snapshot("student", { people: on, floor } as never));
    await page.turn();
    expect(page.said().slice(before)).toEqual([]);
    act(() => page.room.own.start("camera", new FakeTrack() as unknown as MediaStreamTrack));
    page.sees(page.snapshot("student", { people: on, floor } as never));
    expect(page.said().slice(before)).toContainEqual(off);
  });
});

describe("a device that ends by itself", () => {
  const speaking = async () => {
    offer();
    page.ok(2);
    act(() => page.find("accept-floor")?.click());
    await page.turn();
    accepted();
    page.event(
      "source_set",
      { person: me, source: "mic", on: true },
      { people: { [me]: { sources: { mic: true } } } },
    );
  };

  it("is off for the server, too, and the person is told", async () => {
    await speaking();
    page.ok();
    act(() => page.tracks[0]?.ends());
    expect(page.said().at(-1)).toEqual({ type: "set_source", source: "mic", on: false });
    expect(page.place.textContent).toContain("vừa bị ngắt");
    expect(page.room.media.sources.tracks.value).toEqual({});
  });

  it("is noticed when the page slept while it ended", async () => {
    await speaking();
    if (page.tracks[0]) page.tracks[0].readyState = "ended";
    page.ok();
    page.sees(page.snapshot("student", { floor: { [me]: { state: "held" } } as never }));
    expect(page.said().at(-1)).toEqual({ type: "set_source", source: "mic", on: false });
    expect(page.room.media.sources.tracks.value).toEqual({});
  });
});
