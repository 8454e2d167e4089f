import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Relays } from "./ice";

const HOUR = 3_600_000;
const SERVER = { urls: ["turn:turn.truong.example"], username: "u", credential: "c" };
let asked: { path: string; token: string | undefined }[];
let answers: (() => Response)[];
let relays: Relays;

const good = (hours: number, servers: object[] = [SERVER]) => {
  const expires_at = new Date(Date.now() + hours * HOUR).toISOString();
  return new Response(JSON.stringify({ ice_servers: servers, expires_at }));
};
const settled = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  answers = [];
  vi.stubGlobal("fetch", async (path: string, init: { headers: Record<string, string> }) => {
    asked.push({ path, token: init.headers.Authorization });
    const answer = answers.shift();
    if (!answer) throw new TypeError("no network");
    return answer();
  });
  relays = new Relays();
});

afterEach(() => {
  relays.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("relays", () => {
  it("are none before the answer, then what the server said", async () => {
    answers.push(() => good(4));
    relays.keep("l1", "token");
    expect(relays.servers(Date.now())).toEqual([]);
    await settled();
    expect(relays.servers(Date.now())).toEqual([SERVER]);
    expect(asked).toEqual([{ path: "/api/v1/lessons/l1/ice", token: "Bearer token" }]);
  });

  it("are fetched again before they end", async () => {
    answers.push(
      () => good(4),
      () => good(4, [{ ...SERVER, username: "v" }]),
    );
    relays.keep("l1", "token");
    await settled();
    await vi.advanceTimersByTimeAsync(2.9 * HOUR);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(0.2 * HOUR);
    expect(asked).toHaveLength(2);
    expect(relays.servers(Date.now())[0]?.username).toBe("v");
  });

  it("that have ended are not used", async () => {
    answers.push(() => good(4));
    relays.keep("l1", "token");
    await settled();
    await vi.advanceTimersByTimeAsync(4.1 * HOUR);
    expect(relays.servers(Date.now())).toEqual([]);
  });

  it("hold up nobody without an answer, and are asked for again, less and less often", async () => {
    relays.keep("l1", "token");
    await settled();
    expect(relays.servers(Date.now())).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_000 + 4_000 + 8_000);
    expect(asked).toHaveLength(4);
    answers.push(() => good(4));
    await vi.advanceTimersByTimeAsync(16_000);
    expect(relays.servers(Date.now())).toEqual([SERVER]);
  });

  it("are not asked for again where there are none, nor after the end", async () => {
    answers.push(() => good(4, []));
    relays.keep("l1", "token");
    await settled();
    await vi.advanceTimersByTimeAsync(10 * HOUR);
    expect(asked).toHaveLength(1);
    relays.keep("l2", "token");
    relays.stop();
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(asked).toHaveLength(2);
  });
});
