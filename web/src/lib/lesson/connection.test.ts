import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import golden from "../../../../tests/data/messages.json";
import type { PersonalEvent, Snapshot } from "../../generated/messages";
import { fakeSocket } from "../../testing/socket";
import { Connection, type Listener } from "./connection";

const lesson = golden.lesson.student as unknown as { snapshot: Snapshot; events: PersonalEvent[] };

function setUp() {
  const { make, socket } = fakeSocket();
  const listener: Listener = { event: vi.fn(), notice: vi.fn(), settled: vi.fn() };
  const connection = new Connection({ lesson: "l", token: "T", device: "D" }, listener, make);
  connection.open();
  return { connection, listener, socket: socket() };
}

function joined() {
  const all = setUp();
  all.socket.server("connect");
  all.socket.server("snapshot", lesson.snapshot);
  return all;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("joining", () => {
  it("shows the token and the device, and takes the snapshot", () => {
    const { connection, listener, socket } = joined();
    expect(socket.auth()).toMatchObject({ token: "T", device: "D" });
    expect(connection.line.value).toBe("connected");
    expect(connection.view.value).toEqual(lesson.snapshot.view);
    expect(connection.me.value).toEqual(lesson.snapshot.me);
    expect(listener.settled).toHaveBeenCalledTimes(1);
  });

  it.each(["expired", "forged", "foreign", "revoked", "unknown_lesson", "lesson_ended", "not_taught"])(
    "gives up when the server says %s",
    (code) => {
      const { connection, socket } = setUp();
      socket.active = false;
      socket.server("connect_error", new Error(code));
      vi.advanceTimersByTime(60_000);
      expect(connection.refusal.value).toBe(code);
      expect(connection.line.value).toBe("closed");
      expect(socket.connects).toBe(1);
    },
  );

  it("tries again by itself when the server is busy", () => {
    const { connection, socket } = setUp();
    socket.active = false;
    socket.server("connect_error", new Error("busy"));
    vi.advanceTimersByTime(2000);
    expect(connection.refusal.value).toBeNull();
    expect(socket.connects).toBe(2);
  });
});

describe("events", () => {
  it("change the view and are passed on once", () => {
    const { connection, listener, socket } = joined();
    const [first] = lesson.events;
    socket.server("event", first);
    socket.server("event", first);
    expect(listener.event).toHaveBeenCalledTimes(1);
    expect(connection.view.value).not.toEqual(lesson.snapshot.view);
  });

  it("after a gap a snapshot is asked for", () => {
    const { socket } = joined();
    const before = socket.connects;
    socket.server("event", lesson.events[2]);
    expect(socket.connects).toBe(before + 1);
    expect(socket.auth()).not.toHaveProperty("epoch");
  });
});

describe("coming back", () => {
  it("resumes where it was, and sets things right", () => {
    const { connection, listener, socket } = joined();
    socket.server("event", lesson.events[0]);
    socket.server("disconnect", "transport close");
    expect(connection.line.value).toBe("reconnecting");
    expect(socket.auth()).toMatchObject({ epoch: lesson.snapshot.epoch, number: lesson.events[0]?.number });
    socket.server("connect");
    expect(connection.line.value).toBe("connected");
    expect(listener.settled).toHaveBeenCalledTimes(2);
  });

  it("comes back by itself when the server hung up", () => {
    const { socket } = joined();
    const before = socket.connects;
    socket.server("disconnect", "io server disconnect");
    vi.advanceTimersByTime(2000);
    expect(socket.connects).toBe(before + 1);
  });

  it("stays away once the link was withdrawn", () => {
    const { connection, socket } = joined();
    socket.server("notice", { type: "token_revoked" });
    socket.server("disconnect", "io server disconnect");
    vi.advanceTimersByTime(10_000);
    expect(connection.refusal.value).toBe("revoked");
    expect(connection.line.value).toBe("closed");
  });
});

describe("commands", () => {
  it("bring the server's answer", async () => {
    const { connection, socket } = joined();
    socket.answers.push(async () => ({ ok: false, code: "no_floor", message: "" }));
    expect(await connection.command({ type: "take_floor" })).toMatchObject({ ok: false, code: "no_floor" });
  });

  it("say so when no answer comes", async () => {
    const { connection } = joined();
    expect(await connection.command({ type: "raise_hand" })).toMatchObject({ ok: false, code: "offline" });
  });
});

describe("a check of the line", () => {
  it("says nothing new to the server, and leaves a living line alone", async () => {
    const { connection, socket } = joined();
    socket.answers.push(async () => ({ ok: false, code: "too_fast", message: "" }));
    const before = socket.connects;
    await connection.check();
    const mine = lesson.snapshot.view.people[lesson.snapshot.me.person];
    expect(socket.sent).toEqual([["command", { type: "set_mode", mode: mine?.mode }]]);
    expect(socket.connects).toBe(before);
  });

  it("replaces a line that does not answer, once", async () => {
    const { connection, socket } = joined();
    const before = socket.connects;
    await Promise.all([connection.check(), connection.check()]);
    expect(socket.connects).toBe(before + 1);
    expect(connection.line.value).toBe("reconnecting");
    await connection.check(); // not while it is being replaced
    expect(socket.connects).toBe(before + 1);
  });
});
