// The golden messages are made from lesson/messages.py. A type that is missing here does not compile; one that is
// missing there, or that this file does not know, fails.

import { describe, expect, it } from "vitest";
import golden from "../../../../tests/data/messages.json";
import type { AnyCommand, AnyEvent, AnyNotice } from "../../generated/messages";

const commands: Record<AnyCommand["type"], true> = {
  start_lesson: true,
  end_lesson: true,
  raise_hand: true,
  lower_hand: true,
  give_floor: true,
  accept_floor: true,
  decline_floor: true,
  take_floor: true,
  mute_all: true,
  mute: true,
  pause_recording: true,
  resume_recording: true,
  say: true,
  set_mode: true,
  set_source: true,
  set_tiles: true,
  admit: true,
  admit_all: true,
  cannot_hear: true,
  clear_unclear: true,
  delete_said: true,
  mark_at_school: true,
  quiet_class: true,
  remove: true,
  restore_hand: true,
  set_class: true,
};

const events: Record<AnyEvent["type"], true> = {
  lesson_opened: true,
  lesson_started: true,
  lesson_ended: true,
  joined: true,
  left: true,
  hand_raised: true,
  hand_lowered: true,
  floor_offered: true,
  floor_accepted: true,
  floor_declined: true,
  floor_taken: true,
  muted_all: true,
  muted: true,
  recording_paused: true,
  recording_resumed: true,
  recording_limited: true,
  consent_changed: true,
  said: true,
  mode_set: true,
  source_set: true,
  stage_set: true,
  clock_jumped: true,
  interrupted: true,
  knocked: true,
  admitted: true,
  removed: true,
  hand_restored: true,
  class_set: true,
  quiet_set: true,
  teacher_lost: true,
  teacher_back: true,
  unclear: true,
  unclear_over: true,
  at_school_set: true,
  said_deleted: true,
};

const notices: Record<AnyNotice["type"], true> = {
  levels: true,
  media_lost: true,
  media_ready: true,
  media_moved: true,
  token_revoked: true,
  recording_saved: true,
  sending: true,
  own_line: true,
  hearing: true,
  unplayable: true,
  echo_from: true,
};

describe.each([
  ["commands", commands, golden.commands],
  ["events", events, golden.events],
  ["notices", notices, golden.notices],
] as const)("%s", (_, known, samples) => {
  it("are the same on both sides", () => {
    const seen = new Set((samples as readonly { type: string }[]).map(({ type }) => type));
    expect([...seen].sort()).toEqual(Object.keys(known).sort());
  });
});
