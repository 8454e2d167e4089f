import { describe, expect, it } from "vitest";
import { fragmentOf, renewed } from "./sdpfrag";

const crlf = (...lines: string[]) => `${lines.join("\r\n")}\r\n`;

describe("what a restart sends", () => {
  it("is the first section of the bundle with its credentials, and nothing else", () => {
    const offer = crlf(
      "v=0",
      "o=- 1 2 IN IP4 127.0.0.1",
      "a=group:BUNDLE 0 1",
      "m=audio 9 UDP/TLS/RTP/SAVPF 111",
      "a=ice-ufrag:abcd",
      "a=ice-pwd:0123456789012345678901",
      "a=candidate:1 1 udp 1 x.local 9 typ host",
      "a=mid:0",
      "a=rtpmap:111 opus/48000/2",
      "m=video 9 UDP/TLS/RTP/SAVPF 96",
      "a=mid:1",
    );
    expect(fragmentOf(offer)).toBe(
      crlf(
        "a=ice-options:ice2",
        "a=group:BUNDLE 0 1",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111",
        "a=mid:0",
        "a=ice-ufrag:abcd",
        "a=ice-pwd:0123456789012345678901",
      ),
    );
  });

  it("finds credentials of the whole session (Firefox)", () => {
    const offer = crlf("v=0", "a=ice-ufrag:s", "a=ice-pwd:t", "m=audio 9 X 0", "a=mid:0");
    expect(fragmentOf(offer)).toContain("a=ice-ufrag:s\r\na=ice-pwd:t\r\n");
  });
});

describe("the old answer with new credentials", () => {
  const section = (kind: string) => [
    `m=${kind} 7000 UDP/TLS/RTP/SAVPF 111`,
    "a=ice-ufrag:old",
    "a=ice-pwd:older",
    "a=fingerprint:sha-256 AA",
    "a=candidate:1 1 udp 1 192.0.2.1 7000 typ host",
    "a=end-of-candidates",
    "a=setup:passive",
  ];
  const answer = crlf("v=0", "a=ice-lite", ...section("audio"), ...section("video"));

  it("has them in every section, all else stays", () => {
    const fragment = crlf("a=ice-lite", "m=audio 9 X 0", "a=mid:0", "a=ice-ufrag:new", "a=ice-pwd:newer");
    expect(renewed(answer, fragment)).toBe(answer.replaceAll(":older", ":newer").replaceAll(":old", ":new"));
  });

  it("takes the candidates of the fragment when it has some", () => {
    const fragment = crlf(
      "a=ice-ufrag:new",
      "a=ice-pwd:newer",
      "a=candidate:2 1 udp 1 192.0.2.9 7000 typ host",
    );
    const text = renewed(answer, fragment) ?? "";
    expect(text).not.toContain("192.0.2.1 ");
    expect(text.match(/^a=candidate:2 .*\r\na=end-of-candidates\r\na=fingerprint/gm)).toHaveLength(2);
    expect(text).not.toMatch(/\r\r|[^\r]\n/);
  });

  it("is none without credentials", () => {
    expect(renewed(answer, "a=ice-ufrag:new\r\n")).toBeNull();
  });
});
