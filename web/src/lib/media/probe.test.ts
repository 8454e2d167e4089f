import { describe, expect, it } from "vitest";
import type { Finding } from "./path";
import { Progress, probeAnswer } from "./probe";

const OFFER = [
  "v=0",
  "m=audio 9 UDP/TLS/RTP/SAVPF 109 9 0",
  "a=mid:{0f}",
  "a=rtpmap:109 opus/48000/2",
  "a=rtpmap:9 G722/8000",
  "",
].join("\r\n");
const PORT = { addresses: ["192.0.2.1", "2001:db8::1"], port: 7000, ufrag: "probe", pwd: "p".repeat(24) };

describe("the answer of a probe", () => {
  const lines = probeAnswer(OFFER, PORT).split("\r\n");

  it("takes up the offer's section", () => {
    expect(lines).toContain("m=audio 7000 UDP/TLS/RTP/SAVPF 109");
    expect(lines).toContain("a=mid:{0f}");
    expect(lines).toContain("a=group:BUNDLE {0f}");
    expect(lines).toContain("a=rtpmap:109 opus/48000/2");
    expect(lines.at(-1)).toBe("");
  });

  it("names every address over UDP and TCP, UDP first", () => {
    const candidates = lines.filter((line) => line.startsWith("a=candidate:")).map((line) => line.split(" "));
    expect(candidates.map((words) => `${words[2]} ${words[4]} ${words[5]}`)).toEqual([
      "udp 192.0.2.1 7000",
      "tcp 192.0.2.1 7000",
      "udp 2001:db8::1 7000",
      "tcp 2001:db8::1 7000",
    ]);
    const [udp, tcp, udp6] = candidates.map((words) => Number(words[3]));
    expect(udp).toBeGreaterThan(udp6 ?? 0);
    expect(udp6).toBeGreaterThan(tcp ?? 0);
  });
});

describe("what is told of looks", () => {
  const none: Finding = { path: "none", why: [] };
  const tried: Finding = { path: "none", why: [{ way: "udp", port: 7000 }] };

  it("is every change of what was tried, and UDP at once", () => {
    const progress = new Progress();
    expect(progress.next(none)).toEqual({ tell: true, over: false });
    expect(progress.next(none)).toEqual({ tell: false, over: false });
    expect(progress.next(tried)).toEqual({ tell: true, over: false });
    expect(progress.next({ path: "udp", why: [] })).toEqual({ tell: true, over: true });
  });

  it("is another way only when no better one comes", () => {
    const progress = new Progress();
    for (let look = 0; look < 6; look += 1) {
      expect(progress.next({ path: "tcp", why: [] })).toEqual({ tell: false, over: false });
    }
    expect(progress.next({ path: "tcp", why: [] })).toEqual({ tell: true, over: true });
  });

  it("ends at some time", () => {
    const progress = new Progress();
    let looks = 1;
    while (!progress.next(tried).over) looks += 1;
    expect(looks).toBe(120);
  });
});
