import { describe, expect, it } from "vitest";
import type { Policy, SchoolSettings } from "./data";
import { formOf, readForm } from "./form";

const policy: Policy = {
  late_minutes: 10,
  present_share: 0.75,
  bridge_seconds: 90,
  week_closes_days: 7,
  learner_word: null,
  pupil_word: null,
  ppct_word: "Tiết PPCT",
  superior: "",
  small_children: null,
  waiting_room: false,
  lock_late_minutes: null,
  chat: "class",
  slow_seconds: 0,
  floors: 3,
  citizen_ids: false,
  consent_text: "",
};
const school = {
  name: "Trường",
  short_name: "T",
  level: "thcs" as const,
  period_minutes: 45,
  code: "",
  time_zone: "Asia/Ho_Chi_Minh",
};
const settings: SchoolSettings = { recording: false, policy, school };

describe("the settings' form", () => {
  it("says what it was given", () => {
    expect(readForm(formOf(settings))).toEqual({ change: settings, wrong: {} });
  });

  it("asks a new school for its name", () => {
    expect(readForm(formOf({ ...settings, school: null })).wrong).toEqual({ name: true, short_name: true });
  });

  it("refuses numbers out of bounds, and takes an empty lock for never", () => {
    const form = {
      ...formOf(settings),
      late_minutes: "0",
      present_share: "7,5",
      floors: "7",
      lock_late_minutes: "",
    };
    const { change, wrong } = readForm(form);
    expect(change).toBeNull();
    expect(wrong).toEqual({ late_minutes: true, present_share: true, floors: true });
    expect(readForm({ ...formOf(settings), lock_late_minutes: "5" }).change?.policy.lock_late_minutes).toBe(
      5,
    );
  });
});
