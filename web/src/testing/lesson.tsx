// A class page in a lesson without a network: the test plays the server. Snapshots come from the golden messages.

import { type ComponentChild, render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, vi } from "vitest";
import golden from "../../../tests/data/messages.json";
import { PupilRoom } from "../class/pupil/PupilRoom";
import { Room } from "../class/room";
import { TeacherRoom } from "../class/teach";
import type { AnyNotice, Patch, Role, Snapshot, View } from "../generated/messages";
import { FakePeer, FakeTrack } from "./media";
import { type FakeSocket, fakeSocket } from "./socket";

/** Whose snapshot one gets. */
export type Side = "teacher" | "student";

/** What differs from the golden snapshot: whole branches of the view, single fields of the lesson. */
export type Change = Omit<Partial<View>, "lesson"> & { lesson?: Partial<View["lesson"]> };

export class TestLesson {
  room!: Room;
  socket!: FakeSocket;
  place!: HTMLElement;
  /** What the browser was asked for: "audio", "video". */
  asked: string[] = [];
  /** What it gave. */
  tracks: FakeTrack[] = [];
  private number = 0;
  private readonly makes = fakeSocket();

  open(): void {
    sessionStorage.clear();
    vi.stubGlobal("RTCPeerConnection", FakePeer);
    vi.stubGlobal("fetch", async () => new Response("answer", { status: 201 }));
    const mediaDevices = {
      getUserMedia: async (what: MediaStreamConstraints) => this.device(what),
      getDisplayMedia: async () => this.screen(),
    };
    vi.stubGlobal("navigator", { mediaDevices, userAgent: "" });
    this.room = new Room({ lesson: "l", token: "t", device: "d" }, this.makes.make);
    this.socket = this.makes.socket();
    this.place = document.body.appendChild(document.createElement("div"));
  }

  close(): void {
    this.room.leave();
    act(() => render(null, this.place));
    this.place.remove();
    vi.unstubAllGlobals();
  }

  /** The lesson as `of` gets it, running. */
  snapshot(of: Side, change: Change = {}): Snapshot {
    const first = golden.lesson[of].snapshot as unknown as Snapshot;
    this.number = first.number;
    const { lesson, ...branches } = change;
    const view = { ...first.view, ...branches };
    return { ...first, view: { ...view, lesson: { ...view.lesson, phase: "live", ...lesson } } };
  }

  /** Goes in and sees the room; every command is done. `as`: another role than the snapshot's. */
  come(of: Side, change: Change = {}, as?: Role): Snapshot {
    const plain = this.snapshot(of, change);
    const snapshot = as ? { ...plain, me: { ...plain.me, role: as } } : plain;
    this.ok(40);
    this.show(of === "teacher" ? <TeacherRoom room={this.room} /> : <PupilRoom room={this.room} />);
    act(() => this.room.enter());
    this.connect(snapshot);
    return snapshot;
  }

  connect(snapshot: Snapshot): void {
    this.socket.server("connect");
    this.sees(snapshot);
  }

  /** A snapshot on the line that stands. */
  sees(snapshot: Snapshot): void {
    act(() => this.socket.server("snapshot", snapshot));
  }

  show(page: ComponentChild): void {
    act(() => render(page, this.place));
  }

  /** The next event, with its patch. */
  event(type: string, fields: object, patch: object = {}): void {
    this.number += 1;
    const { epoch, at } = golden.lesson.student.snapshot;
    const body = { epoch, at, number: this.number, type, ...fields, patch: patch as Patch };
    act(() => this.socket.server("event", body));
  }

  told(notice: AnyNotice): void {
    act(() => this.socket.server("notice", notice));
  }

  /** So many commands are done from here on. */
  ok(times = 1): void {
    for (let i = 0; i < times; i += 1) this.socket.answers.push(async () => ({ ok: true }));
  }

  /** The next command is refused. */
  refuse(code: string): void {
    this.socket.answers = [async () => ({ ok: false, code, message: "" }), ...this.socket.answers];
  }

  find(id: string): HTMLElement | null {
    return this.place.querySelector<HTMLElement>(`[data-testid="${id}"]`);
  }

  text(): string {
    return this.place.textContent ?? "";
  }

  async click(id: string): Promise<void> {
    const button = this.find(id);
    if (!button) throw new Error(`there is no ${id}`);
    act(() => button.click());
    await this.turn();
  }

  async write(id: string, words: string): Promise<void> {
    const input = this.find(id) as HTMLInputElement;
    input.value = words;
    act(() => void input.dispatchEvent(new Event("input", { bubbles: true })));
    act(() => void input.form?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true })));
    await this.turn();
  }

  /** The commands, oldest first. */
  said(): unknown[] {
    return this.socket.sent.map(([, payload]) => payload);
  }

  /** Promises that are ready go on. */
  turn(): Promise<void> {
    return act(() => new Promise((done) => setTimeout(done)));
  }

  private device(what: MediaStreamConstraints): { getTracks: () => FakeTrack[] } {
    this.asked.push(...Object.keys(what));
    const track = new FakeTrack(what.video ? "video" : "audio", { width: 640, height: 360 });
    this.tracks.push(track);
    return { getTracks: () => [track] };
  }

  private screen(): object {
    const [picture, sound] = [new FakeTrack("video"), new FakeTrack("audio")];
    this.tracks.push(picture, sound);
    return {
      getTracks: () => [picture, sound],
      getVideoTracks: () => [picture],
      getAudioTracks: () => [sound],
    };
  }
}

/** For each test of the file a fresh page, gone after it. */
export function testLesson(): TestLesson {
  const lesson = new TestLesson();
  beforeEach(() => {
    Object.assign(lesson, new TestLesson());
    lesson.open();
  });
  afterEach(() => lesson.close());
  return lesson;
}
