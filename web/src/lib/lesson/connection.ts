// Signalling: one Socket.IO connection that comes back by itself and goes on where it stopped.
// Gives out the view as a signal, passes events and notices on, and asks commands. Knows nothing of media.

import { batch, signal } from "@preact/signals";
import { io, type Socket } from "socket.io-client";
import type {
  Ack,
  AnyCommand,
  AnyNotice,
  ConnectCode,
  Me,
  PersonalEvent,
  Snapshot,
  View,
} from "../../generated/messages";
import type { Entry } from "../entry";
import { LessonClock } from "./clock";
import { Following } from "./following";

export type Line = "connecting" | "connected" | "reconnecting" | "closed";

export type Answer = Ack | { readonly ok: false; readonly code: "offline"; readonly message: string };

/** Refusals of a connect after which trying again with the same link is useless. */
const FINAL: ReadonlySet<string> = new Set<ConnectCode>([
  "expired",
  "forged",
  "foreign",
  "revoked",
  "unknown_lesson",
  "lesson_ended",
  "not_taught",
]);
const COMMAND_TIMEOUT = 5000;
/** How long the answer to a check may take; the server's pings alone would show a dead line after 13 s. */
const CHECK_TIMEOUT = 2000;
const RETRY_REFUSED = 1500;

export interface Listener {
  event(delivery: PersonalEvent): void;
  notice(notice: AnyNotice): void;
  /** A connection stands (first, or again) and the view is known: the moment to set things right. */
  settled(view: View, me: Me): void;
}

export class Connection {
  readonly line = signal<Line>("connecting");
  readonly view = signal<View | null>(null);
  readonly me = signal<Me | null>(null);
  /** A second pupil at this device. */
  readonly also = signal<readonly Me[]>([]);
  /** Why the server will not have us, as a stable code; null while there is hope. */
  readonly refusal = signal<string | null>(null);
  readonly clock = new LessonClock();
  private readonly following = new Following();
  private readonly socket: Socket;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private checking = false;

  constructor(
    { token, device, also }: Entry,
    private readonly listener: Listener,
    make: typeof io = io,
  ) {
    this.socket = make({
      transports: ["websocket"],
      autoConnect: false,
      reconnectionDelay: 300,
      reconnectionDelayMax: 2000,
      timeout: 5000,
      auth: (give: (auth: object) => void) =>
        give({ token, device, ...(also && { also }), ...this.following.resume() }),
    });
    this.socket.on("connect", () => this.connected());
    this.socket.on("disconnect", (reason) => this.dropped(reason));
    this.socket.on("connect_error", (error) => this.refused(error.message));
    this.socket.on("snapshot", (snapshot: Snapshot) => this.snapshot(snapshot));
    this.socket.on("event", (delivery: PersonalEvent) => this.event(delivery));
    this.socket.on("notice", (notice: AnyNotice) => this.notice(notice));
  }

  open(): void {
    this.socket.connect();
  }

  close(): void {
    clearTimeout(this.retry);
    this.line.value = "closed";
    this.socket.disconnect();
  }

  /** Resolves always; `offline` when no answer came within 5 s. */
  async command(command: AnyCommand & { readonly as?: string }): Promise<Answer> {
    try {
      return (await this.socket.timeout(COMMAND_TIMEOUT).emitWithAck("command", command)) as Answer;
    } catch {
      return { ok: false, code: "offline", message: "no answer" };
    }
  }

  /** Something suggests that the network is gone: a line that does not answer within 2 s is replaced. */
  async check(): Promise<void> {
    if (this.line.value !== "connected" || this.checking) return;
    const mode = this.view.value?.people[this.me.value?.person ?? ""]?.mode ?? "full";
    this.checking = true;
    try {
      // What the server knows already: it changes nothing, and any answer will do.
      await this.socket.timeout(CHECK_TIMEOUT).emitWithAck("command", { type: "set_mode", mode });
    } catch {
      if (this.line.value === "connected") this.hurry();
    } finally {
      this.checking = false;
    }
  }

  /** The device changed networks: the old socket is most likely dead without knowing it. */
  hurry(): void {
    if (this.line.value === "closed") return;
    this.socket.disconnect();
    this.socket.connect();
  }

  private connected(): void {
    clearTimeout(this.retry);
    this.line.value = "connected";
    const me = this.me.value;
    const view = this.view.value;
    // With an epoch we asked to resume; should the server answer with a snapshot, `settled` is called once more.
    if (this.following.resume() !== undefined && me && view) this.listener.settled(view, me);
  }

  private snapshot(snapshot: Snapshot): void {
    this.clock.heard(snapshot.at, Date.now(), true);
    this.following.snapshot(snapshot);
    batch(() => {
      this.me.value = snapshot.me;
      this.also.value = snapshot.also ?? [];
      this.view.value = snapshot.view;
    });
    this.listener.settled(snapshot.view, snapshot.me);
  }

  private event(delivery: PersonalEvent): void {
    this.clock.heard(delivery.at, Date.now(), false);
    const applied = this.following.event(delivery);
    if (applied === "gap") this.resync();
    if (applied !== "new") return;
    batch(() => {
      this.view.value = this.following.view ?? null;
      this.listener.event(delivery);
    });
  }

  private notice(notice: AnyNotice): void {
    if (notice.type === "token_revoked") {
      this.refusal.value = "revoked";
      this.close();
    }
    this.listener.notice(notice);
  }

  private resync(): void {
    this.following.forget();
    this.hurry();
  }

  private dropped(reason: string): void {
    if (this.line.value === "closed") return;
    this.line.value = "reconnecting";
    if (reason === "io server disconnect") this.retryLater();
  }

  private refused(code: string): void {
    if (FINAL.has(code)) {
      this.refusal.value = code;
      this.close();
      return;
    }
    if (this.line.value === "connected") this.line.value = "reconnecting";
    // A refusal by the server (for example "busy") ends Socket.IO's own retries.
    if (!this.socket.active) this.retryLater();
  }

  private retryLater(): void {
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.socket.connect(), RETRY_REFUSED);
  }
}
