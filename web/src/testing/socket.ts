// A Socket.IO client without a network: the test plays the server.

import type { io } from "socket.io-client";

/** As much of a Socket.IO client as lib/lesson/connection.ts touches. */
export class FakeSocket {
  active = true;
  connects = 0;
  /** What the page said, oldest first. */
  readonly sent: [string, unknown][] = [];
  /** What it said of its tiles; apart, and always heard, for it says so whenever it likes. */
  readonly tiles: unknown[] = [];
  /** What to answer, in order; without one there is no answer. */
  answers: (() => Promise<unknown>)[] = [];
  private readonly handlers = new Map<string, (payload: unknown) => void>();

  constructor(readonly options: { auth: (give: (auth: object) => void) => void }) {}

  on(name: string, handler: (payload: unknown) => void): void {
    this.handlers.set(name, handler);
  }

  connect(): void {
    this.connects += 1;
  }

  disconnect(): void {
    this.server("disconnect", "io client disconnect");
  }

  timeout(): this {
    return this;
  }

  emitWithAck(name: string, payload: unknown): Promise<unknown> {
    if ((payload as { type?: string }).type === "set_tiles") {
      this.tiles.push(payload);
      return Promise.resolve({ ok: true });
    }
    this.sent.push([name, payload]);
    return this.answers.shift()?.() ?? Promise.reject(new Error("timeout"));
  }

  server(name: string, payload?: unknown): void {
    this.handlers.get(name)?.(payload);
  }

  auth(): Record<string, unknown> {
    let auth = {};
    this.options.auth((given) => {
      auth = given;
    });
    return auth;
  }
}

/** `make` is given instead of `io`; `socket()` is what it made. */
export function fakeSocket(): { make: typeof io; socket: () => FakeSocket } {
  let made: FakeSocket | undefined;
  const make = ((options: FakeSocket["options"]) => {
    made = new FakeSocket(options);
    return made;
  }) as unknown as typeof io;
  return {
    make,
    socket: () => {
      if (!made) throw new Error("nobody has asked for a socket yet");
      return made;
    },
  };
}
