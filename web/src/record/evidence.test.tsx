// The part on the recording, as it stands on paper.

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, it } from "vitest";
import type { Interruption, LessonRecord, Recording } from "../generated/record";
import { RecordingPart } from "./Evidence";

const place = document.body.appendChild(document.createElement("div"));
const AT = Date.parse("2026-11-23T02:10:05Z");

function shown(change: Partial<Recording>, away: Interruption[] = []): string {
  const recording: Recording = {
    policy: true,
    recorded: { from: AT - 60_000, to: AT + 60_000 },
    pauses: [],
    limits: [],
    consents: { given: 2, missing: 1 },
    consent_changes: [],
    notices: [],
    ...change,
  };
  const attendance = { pupils: [{ person: "hs-1", name: "Lê Gia Bảo" }] };
  const people = { teacher: { person: "gv-1", name: "Trần Thị Lan" }, others: [] };
  const record = { attendance, people, recording, time: { interruptions: away } } as unknown as LessonRecord;
  act(() => render(<RecordingPart record={record} />, place));
  return place.textContent ?? "";
}

afterEach(() => act(() => render(null, place)));

it("says who changed the consent, and when", () => {
  const text = shown({
    consent_changes: [
      { at: AT, person: "hs-1", given: false },
      { at: AT + 1000, person: "gv-1", given: true },
    ],
  });
  expect(text).toContain("từ 09:10:05 Lê Gia Bảo không đồng ý cho ghi lại nữa");
  expect(text).toContain("từ 09:10:06 Trần Thị Lan đồng ý cho ghi lại");
});

it("says what is missing: what the disk did not take, and when the media part was away", () => {
  const text = shown(
    {
      limits: [
        { at: AT, to: "audio", reason: "disk" },
        { at: AT + 20_000, to: "all", reason: "" },
      ],
    },
    [
      { part: "media", from: AT + 30_000, to: AT + 33_000 },
      { part: "control", from: AT + 40_000, to: AT + 43_000 },
      { part: "media", from: AT + 60_000, to: AT + 63_000 },
    ],
  );
  expect(text).toContain(
    "từ 09:10:05 chỉ ghi tiếng (thiếu chỗ trên ổ đĩa)từ 09:10:25 ghi lại đầy đủ09:10:35–09:10:38",
  );
  expect(text).not.toContain("09:10:45");
  expect(text).not.toContain("09:11:05–");
  expect(shown({ limits: [] })).toContain("Phần bị thiếuKhông");
});

it("says nothing of consents where nothing was recorded", () => {
  expect(shown({ policy: false })).not.toContain("đồng ý");
});
