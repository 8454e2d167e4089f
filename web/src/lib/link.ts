// One media connection kept alive: builds a PeerConnection, posts its offer, and builds a new one when the old one
// dies. When to do so is decided by Reconnect; what the connection carries is the caller's (`build`).

import { signal } from "@preact/signals";
import { endSession, postOffer, Refusal } from "./api";
import { type LinkState, Reconnect } from "./reconnect";

export interface LinkPlan {
  /** `/whip/{lesson}?device=…` or `/whep/{lesson}?device=…`. */
  path: string;
  token: string;
  /** Makes the connection with all its transceivers; called anew for each attempt. */
  build(): RTCPeerConnection;
}

/** Statuses after which the same offer from the same person will never be taken. */
const FINAL = new Set([400, 401, 403, 404, 406, 409, 410, 415, 422]);

export class Link {
  readonly state = signal<LinkState>("idle");
  readonly everUp = signal(false);
  /** Why the server will not have this connection at all; null while there is hope. */
  readonly refusal = signal<string | null>(null);
  private readonly policy: Reconnect;
  private pc: RTCPeerConnection | undefined;
  private asked: AbortController | undefined;
  private location = "";
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly plan: LinkPlan,
    policy: Reconnect = new Reconnect(),
  ) {
    this.policy = policy;
  }

  /** Builds at once, inside the caller's turn, so that a tap still counts as one for the media elements. */
  start(): void {
    this.refusal.value = null;
    this.tell((now) => this.policy.want(now));
  }

  stop(): void {
    this.tell(() => this.policy.stop());
    endSession(this.location, this.plan.token);
    this.drop();
  }

  /** The server has closed the connection already. */
  forget(): void {
    this.location = "";
    this.stop();
  }

  serverAway(): void {
    this.tell((now) => this.policy.serverAway(now));
  }

  serverBack(): void {
    this.tell((now) => this.policy.serverBack(now));
  }

  networkChanged(): void {
    this.tell((now) => this.policy.networkChanged(now));
  }

  awake(): void {
    this.tell((now) => this.policy.awake(now));
  }

  lineBack(): void {
    this.tell((now) => this.policy.lineBack(now));
  }

  private tell(what: (now: number) => void): void {
    what(performance.now());
    this.step();
  }

  private step(): void {
    clearTimeout(this.timer);
    if (this.policy.take(performance.now())) this.attempt();
    this.state.value = this.policy.state;
    const due = this.policy.dueAt();
    if (due !== null) this.timer = setTimeout(() => this.step(), Math.max(0, due - performance.now()) + 1);
  }

  private attempt(): void {
    this.drop();
    const pc = this.plan.build();
    this.pc = pc;
    pc.onconnectionstatechange = () => this.changed(pc);
    this.negotiate(pc).catch((error: unknown) => this.unanswered(pc, error));
  }

  private async negotiate(pc: RTCPeerConnection): Promise<void> {
    await pc.setLocalDescription(await pc.createOffer());
    // The server is ICE-lite and learns our address from our checks: no candidate needs to be waited for.
    const offer = pc.localDescription?.sdp ?? "";
    if (this.pc !== pc) return;
    const asked = new AbortController();
    this.asked = asked;
    const session = await postOffer(this.plan.path, this.plan.token, offer, asked.signal);
    if (this.pc !== pc) {
      endSession(session.location, this.plan.token);
      return;
    }
    this.location = session.location;
    await pc.setRemoteDescription({ type: "answer", sdp: session.answer });
  }

  private changed(pc: RTCPeerConnection): void {
    if (pc !== this.pc) return;
    const state = pc.connectionState;
    if (state === "connected") {
      this.everUp.value = true;
      this.tell(() => this.policy.connected());
    }
    if (state === "disconnected") this.tell((now) => this.policy.disconnected(now));
    if (state === "failed" || state === "closed") this.tell((now) => this.policy.failed(now));
  }

  private unanswered(pc: RTCPeerConnection, error: unknown): void {
    if (pc !== this.pc) return;
    if (error instanceof Refusal && FINAL.has(error.status)) {
      this.refusal.value = error.code;
      this.stop();
      return;
    }
    this.tell((now) => this.policy.failed(now));
  }

  private drop(): void {
    const pc = this.pc;
    this.pc = undefined;
    if (pc) {
      pc.onconnectionstatechange = null;
      pc.close();
    }
    // A request on a dead network would hang for minutes, and browsers allow six to one server.
    this.asked?.abort();
    this.asked = undefined;
    // Not ended at the server: the next offer replaces it there.
    this.location = "";
  }
}
