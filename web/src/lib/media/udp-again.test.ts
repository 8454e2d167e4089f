import { describe, expect, it } from "vitest";
import type { Way } from "./path";
import { AT_MOST, BETWEEN, SETTLED, UdpAgain } from "./udp-again";

/** The seconds at which a look is due, the way being `path`. */
function looks(
  again: UdpAgain,
  from: number,
  until: number,
  path: (second: number) => Way | "none",
): number[] {
  const found: number[] = [];
  for (let second = from; second < until; second += 1) {
    if (again.due(second * 1000, path(second))) found.push(second);
  }
  return found;
}

describe("looking for UDP again", () => {
  it("is not for who has it, or has nothing", () => {
    expect(looks(new UdpAgain(), 0, 7200, () => "udp")).toEqual([]);
    expect(looks(new UdpAgain(), 0, 7200, () => "none")).toEqual([]);
  });

  it.each(["tcp", "relay"] as const)("begins after two minutes over %s, three times an hour", (way) => {
    const first = SETTLED / 1000;
    const next = BETWEEN / 1000;
    const hour = [first, first + next, first + 2 * next];
    expect(hour).toHaveLength(AT_MOST);
    const found = looks(new UdpAgain(), 0, 7000, () => way);
    expect(found).toEqual([...hour, ...hour.map((second) => second + 3600)]);
  });

  it("waits anew when the way changed, and counts what it had", () => {
    const again = new UdpAgain();
    expect(looks(again, 0, 130, () => "tcp")).toEqual([120]);
    expect(looks(again, 130, 140, () => "udp")).toEqual([]);
    expect(looks(again, 140, 600, () => "relay")).toEqual([420]);
    expect(looks(again, 600, 610, () => "none")).toEqual([]);
    expect(looks(again, 610, 3700, () => "tcp")).toEqual([730]);
  });
});
