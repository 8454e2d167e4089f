import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakePeer } from "../../testing/media";
import { Link } from "./link";
import { Reconnect } from "./reconnect";

const requests: { method: string; path: string; headers: Record<string, string> }[] = [];
let peers: FakePeer[] = [];
const answer = "v=0\r\nm=audio 9 x 0\r\na=ice-ufrag:old\r\na=ice-pwd:older\r\n";
let status = 201;
let patched = 200;
const fragment = "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\na=ice-ufrag:new\r\na=ice-pwd:secret\r\n";

function respond(path: string, init: RequestInit): Response {
  requests.push({ method: init.method ?? "GET", path, headers: init.headers as Record<string, string> });
  if (init.method === "DELETE") return new Response(null, { status: 200 });
  if (init.method === "PATCH") return new Response(patched === 200 ? fragment : "{}", { status: patched });
  if (status !== 201) return new Response(JSON.stringify({ code: "no" }), { status });
  return new Response(answer, { status: 201, headers: { Location: `/whep/l/${requests.length}` } });
}

function link(): Link {
  const plan = {
    path: "/whep/l?device=d",
    token: "T",
    build: () => {
      const peer = new FakePeer();
      peers.push(peer);
      return peer as unknown as RTCPeerConnection;
    },
  };
  return new Link(plan, new Reconnect(() => 1));
}

beforeEach(() => {
  vi.useFakeTimers();
  peers = [];
  requests.length = 0;
  status = 201;
  patched = 200;
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => respond(path, init));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const settle = () => vi.advanceTimersByTimeAsync(1);

describe("a link", () => {
  it("builds inside the caller's turn and posts the offer with the token", async () => {
    const one = link();
    one.start();
    expect(peers).toHaveLength(1);
    await settle();
    expect(peers[0]?.answer).toBe(answer);
    expect(requests[0]).toMatchObject({ method: "POST", path: "/whep/l?device=d" });
    expect(requests[0]?.headers.Authorization).toBe("Bearer T");
    peers[0]?.becomes("connected");
    expect(one.state.value).toBe("up");
  });

  it("builds a new connection when the old one fails, and closes the old one", async () => {
    patched = 404;
    const one = link();
    one.start();
    await settle();
    peers[0]?.becomes("connected");
    peers[0]?.becomes("failed");
    await vi.advanceTimersByTimeAsync(600);
    expect(peers).toHaveLength(2);
    expect(peers[0]?.closed).toBe(true);
    peers[0]?.becomes("connected"); // a late word of the old one means nothing
    expect(one.state.value).toBe("trying");
  });

  it("tries again while the server cannot answer", async () => {
    status = 503;
    const one = link();
    one.start();
    await vi.advanceTimersByTimeAsync(1500);
    expect(peers.length).toBeGreaterThan(1);
    status = 201;
    await vi.advanceTimersByTimeAsync(3000);
    peers.at(-1)?.becomes("connected");
    expect(one.state.value).toBe("up");
  });

  it("stops for good when the server refuses", async () => {
    status = 403;
    const one = link();
    one.start();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(peers).toHaveLength(1);
    expect(one.refusal.value).toBe("no");
    expect(one.state.value).toBe("idle");
  });

  it("tells the server when it stops, but not what the server closed itself", async () => {
    const one = link();
    one.start();
    await settle();
    one.stop();
    expect(requests.at(-1)).toMatchObject({ method: "DELETE", path: "/whep/l/1" });
    one.start();
    await settle();
    one.forget();
    expect(requests.filter(({ method }) => method === "DELETE")).toHaveLength(1);
    expect(peers.every(({ closed }) => closed)).toBe(true);
  });

  it("gives up the request of an attempt that takes too long", async () => {
    const given: (AbortSignal | null | undefined)[] = [];
    vi.stubGlobal("fetch", (_path: string, init: RequestInit) => {
      given.push(init.signal);
      return new Promise(() => undefined);
    });
    const one = link();
    one.start();
    await vi.advanceTimersByTimeAsync(7000);
    expect(given.map((signal) => signal?.aborted)).toEqual([true, false]);
  });

  const up = async (): Promise<Link> => {
    const one = link();
    one.start();
    await settle();
    peers[0]?.becomes("connected");
    await vi.advanceTimersByTimeAsync(1000);
    return one;
  };
  /** Checks are answered again. */
  const hears = () => peers[0]?.report.set("P", { type: "candidate-pair", responsesReceived: 1 });

  it("restarts ICE when the network changes, and keeps the connection", async () => {
    const one = await up();
    one.networkChanged();
    await settle();
    expect(requests.at(-1)).toMatchObject({
      method: "PATCH",
      path: "/whep/l/1",
      headers: { "Content-Type": "application/trickle-ice-sdpfrag", "If-Match": "*" },
    });
    expect(peers[0]?.answer).toBe(answer.replace("old\r", "new\r").replace("older", "secret"));
    expect(one.state.value).toBe("restarting");
    expect(one.broken.value).toBe(false);
    hears();
    await vi.advanceTimersByTimeAsync(200);
    expect(one.state.value).toBe("up");
    expect(peers).toHaveLength(1);
    expect(peers[0]?.restarts).toBe(1);
  });

  it("is broken from the word disconnected until it hears something", async () => {
    const one = await up();
    peers[0]?.becomes("disconnected");
    expect(one.broken.value).toBe(true);
    await settle();
    hears();
    await vi.advanceTimersByTimeAsync(200);
    expect(one.broken.value).toBe(false);
  });

  it("builds a new connection when two restarts do not help", async () => {
    await up();
    peers[0]?.becomes("disconnected");
    await vi.advanceTimersByTimeAsync(4100);
    expect(requests.map(({ method }) => method)).toEqual(["POST", "PATCH", "PATCH", "POST"]);
    expect(peers).toHaveLength(2);
  });

  it.each([404, 409, 412])("builds at once when a restart is answered %d", async (code) => {
    const one = await up();
    patched = code;
    one.networkChanged();
    await vi.advanceTimersByTimeAsync(300);
    expect(peers).toHaveLength(2);
    expect(one.state.value).toBe("trying");
  });

  it("keeps its connection through a network that is away, and restarts when it is back", async () => {
    const one = await up();
    const online = globalThis.fetch;
    vi.stubGlobal("fetch", async () => {
      throw new TypeError("network");
    });
    peers[0]?.becomes("disconnected");
    await vi.advanceTimersByTimeAsync(20_000);
    peers[0]?.becomes("failed");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(peers).toHaveLength(1);
    vi.stubGlobal("fetch", online);
    one.lineBack();
    await vi.advanceTimersByTimeAsync(300);
    hears();
    await vi.advanceTimersByTimeAsync(200);
    expect(one.state.value).toBe("up");
  });
});
