import { describe, expect, it } from "vitest";
import type { RecordingSaved } from "../../generated/messages";
import { warnings } from "./saved";

const T0 = 1_790_000_000_000;

function saved(change: Partial<RecordingSaved> = {}): RecordingSaved {
  return { type: "recording_saved", upto: T0, limit: "all", trouble: "", ...change };
}

describe("what the teacher is told of the recording", () => {
  it("nothing while all is well", () => {
    expect(warnings(saved(), T0 + 2_000, T0 - 60_000)).toEqual([]);
    expect(warnings(null, T0 + 2_000, T0)).toEqual([]);
  });

  it("that nothing new was saved for more than 15 s, counted from when it went on", () => {
    const stale = ["teach.recording.stale", "teach.recording.go_on"];
    expect(warnings(saved(), T0 + 15_000, T0 - 60_000)).toEqual([]);
    expect(warnings(saved(), T0 + 15_001, T0 - 60_000)).toEqual(stale);
    expect(warnings(saved(), T0 + 60_000, T0 + 50_000)).toEqual([]);
    expect(warnings(null, T0 + 15_001, T0)).toEqual(stale);
  });

  it("what is missing, why, and that the lesson goes on", () => {
    expect(warnings(saved({ limit: "audio", trouble: "disk_low" }), T0 + 90_000, T0)).toEqual([
      "teach.recording.limit.audio",
      "teach.recording.trouble.disk_low",
      "teach.recording.go_on",
    ]);
  });
});
