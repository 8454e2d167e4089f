// What a connection of this person needs to know before the tap: relays (TURN) it may use, and where the server takes
// media. Asked for at once, kept, asked for again before the relays' credentials end. Whoever builds a connection
// takes what is known now; that there is nothing, or no answer, holds up nobody.

import { type Signal, signal } from "@preact/signals";
import { call } from "../../api/call";

/** The server's media port, with ICE credentials whose checks it answers and forgets (lib/media/probe.ts). */
export interface MediaPort {
  addresses: string[];
  port: number;
  ufrag: string;
  pwd: string;
}

interface Answer {
  ice_servers: RTCIceServer[];
  expires_at: string;
  media: MediaPort;
}

/** ms. */
const RETRY_FIRST = 2_000;
const RETRY_LONGEST = 60_000;
/** Part of their life after which new credentials are fetched: those in use go on. */
const RENEW_AT = 0.75;
const LONGEST_WAIT = 6 * 3_600_000;

export class Relays {
  /** Null before the first answer. */
  readonly media: Signal<MediaPort | null> = signal(null);
  private known: RTCIceServer[] = [];
  private until = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private retry = RETRY_FIRST;
  private asked: AbortController | undefined;

  /** What is known at `now` (ms of the wall clock). */
  servers(now: number): RTCIceServer[] {
    return now < this.until ? this.known : [];
  }

  /** Fetches them, and keeps them fresh until `stop`. */
  keep(lesson: string, token: string): void {
    this.stop();
    const asked = new AbortController();
    this.asked = asked;
    const fetchThem = async () => {
      const answer = await call<Answer>(`/lessons/${lesson}/ice`, { token, signal: asked.signal });
      if (!asked.signal.aborted) this.learn(answer, Date.now(), fetching);
    };
    const fetching = () => {
      fetchThem().catch(() => {
        if (!asked.signal.aborted) this.again(fetching);
      });
    };
    fetching();
  }

  stop(): void {
    this.asked?.abort();
    clearTimeout(this.timer);
  }

  private learn(answer: Answer, now: number, fetching: () => void): void {
    this.known = answer.ice_servers;
    this.media.value ??= answer.media;
    this.until = Date.parse(answer.expires_at);
    this.retry = RETRY_FIRST;
    if (this.known.length === 0) return;
    const wait = Math.min(Math.max((this.until - now) * RENEW_AT, RETRY_LONGEST), LONGEST_WAIT);
    this.timer = setTimeout(fetching, wait);
  }

  private again(fetching: () => void): void {
    this.timer = setTimeout(fetching, this.retry);
    this.retry = Math.min(this.retry * 2, RETRY_LONGEST);
  }
}

const relays = new Relays();

/** For `new RTCPeerConnection({ iceServers: iceServers() })`. */
export const iceServers = (): RTCIceServer[] => relays.servers(Date.now());

export const mediaPort: Signal<MediaPort | null> = relays.media;

/** From the page's first moment on, for the lesson the page is about. */
export const keepRelays = (lesson: string, token: string): void => relays.keep(lesson, token);
