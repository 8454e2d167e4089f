import { describe, expect, it } from "vitest";
import { type Finding, findPath, PATIENCE, Watch } from "./path";

type Report = Iterable<[string, { type: string }]>;

const LOCAL = {
  host: { type: "local-candidate", candidateType: "host", protocol: "udp" },
  host_tcp: { type: "local-candidate", candidateType: "host", protocol: "tcp", port: 9 },
  prflx: { type: "local-candidate", candidateType: "prflx", protocol: "udp" },
  relay: { type: "local-candidate", candidateType: "relay", protocol: "udp", relayProtocol: "tls" },
};
const REMOTE = {
  udp: { type: "remote-candidate", candidateType: "host", protocol: "udp", port: 7000 },
  tcp: { type: "remote-candidate", candidateType: "host", protocol: "tcp", port: 7000 },
};

function pair(id: string, local: keyof typeof LOCAL, remote: keyof typeof REMOTE, more: object) {
  return [id, { type: "candidate-pair", localCandidateId: local, remoteCandidateId: remote, ...more }];
}

function report(...entries: unknown[]): Report {
  return [...Object.entries(LOCAL), ...Object.entries(REMOTE), ...(entries as [string, { type: string }][])];
}

const chosen = (id: string) => ["t", { type: "transport", selectedCandidatePairId: id }];

describe("the way media takes", () => {
  it.each([
    ["host", "udp", "udp"],
    ["prflx", "udp", "udp"],
    ["host_tcp", "tcp", "tcp"],
    ["relay", "udp", "relay"],
  ] as const)("%s to %s is %s", (local, remote, path) => {
    const stats = report(pair("p", local, remote, { state: "succeeded", nominated: true }), chosen("p"));
    expect(findPath(stats)).toEqual({ path, why: [] });
  });

  it("is the selected one of several that work", () => {
    const udp = pair("u", "host", "udp", { state: "succeeded", nominated: true });
    const tcp = pair("t", "host_tcp", "tcp", { state: "succeeded", nominated: true, selected: true });
    expect(findPath(report(udp, tcp, ["x", { type: "transport", selectedCandidatePairId: "u" }])).path).toBe(
      "udp",
    );
    expect(findPath(report(udp, tcp)).path).toBe("tcp");
    expect(findPath(report(udp)).path).toBe("udp");
  });
});

describe("the ways that do not work", () => {
  const udp = pair("u", "host", "udp", { state: "failed" });
  const tcp = pair("c", "host_tcp", "tcp", { state: "in-progress" });

  it("are named with the server's port", () => {
    expect(findPath(report(tcp, udp))).toEqual({
      path: "none",
      why: [
        { way: "udp", port: 7000 },
        { way: "tcp", port: 7000 },
      ],
    });
  });

  it("include a relay that does not answer at all", () => {
    expect(findPath(report(udp), 2).why).toEqual([
      { way: "udp", port: 7000 },
      { way: "relay", port: 0 },
    ]);
    const relayed = pair("r", "relay", "udp", { state: "in-progress" });
    expect(findPath(report(relayed), 1).why).toEqual([{ way: "relay", port: 0 }]);
  });

  it("are none before anything was tried", () => {
    expect(findPath([], 2)).toEqual({ path: "none", why: [] });
    expect(findPath(report())).toEqual({ path: "none", why: [] });
  });

  it("are told also when a pair was selected once", () => {
    const dead = pair("u", "host", "udp", { state: "failed", nominated: true });
    expect(findPath(report(dead, chosen("u"))).path).toBe("none");
  });
});

describe("findings over time", () => {
  const none = (...ways: Finding["why"]): Finding => ({ path: "none", why: ways });
  const udp = { way: "udp", port: 7000 } as const;
  const good: Finding = { path: "tcp", why: [] };

  it("say that media is blocked after a while without a way", () => {
    const watch = new Watch();
    expect(watch.sample(0, null, true).blocked).toBe(false);
    expect(watch.sample(PATIENCE - 1, none(udp), true).blocked).toBe(false);
    expect(watch.sample(PATIENCE, none(), true)).toEqual({ finding: none(udp), blocked: true });
    expect(watch.sample(PATIENCE + 1, good, true)).toEqual({ finding: good, blocked: false });
    expect(watch.sample(PATIENCE + 2, none(), true)).toEqual({ finding: none(), blocked: false });
  });

  it("count only while a way is wanted", () => {
    const watch = new Watch();
    watch.sample(0, none(udp), true);
    expect(watch.sample(PATIENCE, none(udp), false).blocked).toBe(false);
    expect(watch.sample(PATIENCE + 1, none(udp), true).blocked).toBe(false);
    expect(watch.sample(2 * PATIENCE + 1, none(udp), true).blocked).toBe(true);
  });
});
