// One media connection kept alive: builds a PeerConnection, posts its offer, restarts its ICE when the network
// changes, and builds a new one when the old one dies. When to do so is decided by Reconnect; what the connection
// carries is the caller's (`build`).

import { signal } from "@preact/signals";
import { Refusal } from "../answer";
import { endSession, patchSession, postOffer } from "../api";
import { type LinkState, Reconnect, type RestartFault } from "./reconnect";
import { fragmentOf, renewed } from "./sdpfrag";
import { signsOfLife } from "./signs";

export interface LinkPlan {
  /** `/whip/{lesson}?device=…` or `/whep/{lesson}?device=…`. */
  path: string;
  token: string;
  /** Makes the connection with all its transceivers; called anew for each attempt. */
  build(): RTCPeerConnection;
  /** An answer was set, the first one or a restart's. */
  answered?(): void;
}

/** Statuses after which the same offer from the same person will never be taken. */
const FINAL = new Set([400, 401, 403, 404, 406, 409, 410, 415, 422]);

/** How often a restarted connection is asked whether it hears anything (ms). */
const LISTEN_EVERY = 150;

/** Firefox's media stay dead after "failed", whatever ICE says. */
const revives = (): boolean => !/\bFirefox\//.test(navigator.userAgent);

export class Link {
  readonly state = signal<LinkState>("idle");
  readonly everUp = signal(false);
  /** Something is wanted here and does not work. */
  readonly broken = signal(false);
  /** Why the server will not have this connection at all; null while there is hope. */
  readonly refusal = signal<string | null>(null);
  private readonly policy: Reconnect;
  private pc: RTCPeerConnection | undefined;
  private asked: AbortController | undefined;
  private location = "";
  private answer = "";
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

  /** What should come does not, though the browser calls the connection well. */
  doubt(): void {
    this.tell((now) => this.policy.doubt(now));
  }

  /** What the browser measures of the connection; null while there is none. */
  async stats(): Promise<RTCStatsReport | null> {
    return (await this.pc?.getStats()) ?? null;
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
    const what = this.policy.take(performance.now());
    if (what === "build") this.attempt();
    if (what === "restart") this.restart();
    this.state.value = this.policy.state;
    this.broken.value = this.policy.broken;
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

  private restart(): void {
    const { pc } = this;
    // A request on a dead network would hang for minutes, and browsers allow six to one server.
    this.asked?.abort();
    const asked = new AbortController();
    this.asked = asked;
    if (!pc || this.location === "") {
      queueMicrotask(() => this.tell((now) => this.policy.restartFailed(now, "refused")));
      return;
    }
    this.renew(pc, asked.signal).catch((error: unknown) => {
      if (pc !== this.pc || asked !== this.asked) return;
      this.tell((now) => this.policy.restartFailed(now, faultOf(error)));
    });
  }

  private async renew(pc: RTCPeerConnection, signal: AbortSignal): Promise<void> {
    pc.restartIce();
    await pc.setLocalDescription(await pc.createOffer());
    const fragment = fragmentOf(pc.localDescription?.sdp ?? "");
    const given = await patchSession(this.location, this.plan.token, fragment, signal);
    const answer = renewed(this.answer, given);
    if (pc !== this.pc || signal.aborted) return;
    if (answer === null) throw new Refusal(422, "no_credentials");
    await pc.setRemoteDescription({ type: "answer", sdp: answer });
    this.answer = answer;
    this.plan.answered?.();
    this.policy.restartAnswered();
    await this.listen(pc);
  }

  /** Until something is heard on the connection, or it is given up. */
  private async listen(pc: RTCPeerConnection): Promise<void> {
    const before = signsOfLife(await pc.getStats());
    while (pc === this.pc && this.policy.state === "restarting") {
      await new Promise((done) => setTimeout(done, LISTEN_EVERY));
      if (pc === this.pc && signsOfLife(await pc.getStats()) > before) this.works();
    }
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
    this.answer = session.answer;
    await pc.setRemoteDescription({ type: "answer", sdp: session.answer });
    this.plan.answered?.();
  }

  private changed(pc: RTCPeerConnection): void {
    if (pc !== this.pc) return;
    const state = pc.connectionState;
    if (state === "connected") this.works();
    if (state === "disconnected") this.tell((now) => this.policy.disconnected(now));
    if (state === "failed") this.tell((now) => this.policy.failed(now, revives()));
    if (state === "closed") this.tell((now) => this.policy.failed(now, false));
  }

  private works(): void {
    this.everUp.value = true;
    this.tell(() => this.policy.connected());
  }

  private unanswered(pc: RTCPeerConnection, error: unknown): void {
    if (pc !== this.pc) return;
    if (error instanceof Refusal && FINAL.has(error.status)) {
      this.refusal.value = error.code;
      this.stop();
      return;
    }
    this.tell((now) => this.policy.failed(now, false));
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

/** What a failed restart says of the connection. */
function faultOf(error: unknown): RestartFault {
  if (!(error instanceof Refusal)) return "refused";
  if (error.status === 0) return "offline";
  return error.status === 429 || error.status >= 500 ? "busy" : "refused";
}
