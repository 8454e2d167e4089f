/** The settings as the form has them: numbers are texts until they are read. */
import type { Identity, Policy, SchoolSettings } from "./data";

export interface Form
  extends Omit<Identity, "period_minutes">,
    Omit<Policy, NumberKey | "lock_late_minutes"> {
  recording: boolean;
  period_minutes: string;
  late_minutes: string;
  /** In percent. */
  present_share: string;
  bridge_seconds: string;
  week_closes_days: string;
  slow_seconds: string;
  floors: string;
  /** "": never. */
  lock_late_minutes: string;
}

type NumberKey =
  | "late_minutes"
  | "present_share"
  | "bridge_seconds"
  | "week_closes_days"
  | "slow_seconds"
  | "floors";

/** Whole numbers and their bounds, as the server has them. */
export const BOUNDS = {
  period_minutes: [20, 120],
  late_minutes: [1, 45],
  present_share: [10, 100],
  bridge_seconds: [10, 600],
  week_closes_days: [0, 60],
  slow_seconds: [0, 120],
  floors: [1, 6],
  lock_late_minutes: [1, 60],
} as const;

export type Wrong = Partial<Record<keyof typeof BOUNDS | "name" | "short_name", true>>;

const NOBODY: Identity = {
  name: "",
  short_name: "",
  level: "",
  period_minutes: 45,
  code: "",
  time_zone: "Asia/Ho_Chi_Minh",
};

export function formOf({ recording, policy, school }: SchoolSettings): Form {
  const of = school ?? NOBODY;
  return {
    ...policy,
    ...of,
    recording,
    period_minutes: String(of.period_minutes),
    late_minutes: String(policy.late_minutes),
    present_share: String(Math.round(policy.present_share * 100)),
    bridge_seconds: String(policy.bridge_seconds),
    week_closes_days: String(policy.week_closes_days),
    slow_seconds: String(policy.slow_seconds),
    floors: String(policy.floors),
    lock_late_minutes: policy.lock_late_minutes === null ? "" : String(policy.lock_late_minutes),
  };
}

/** What is sent; null while something is wrong. */
export function readForm(form: Form): { change: SchoolSettings | null; wrong: Wrong } {
  const wrong: Wrong = {};
  const number = (key: keyof typeof BOUNDS) => {
    const value = Number(form[key]);
    const [least, most] = BOUNDS[key];
    if (!/^\d+$/.test(form[key].trim()) || value < least || value > most) wrong[key] = true;
    return value;
  };
  for (const key of ["name", "short_name"] as const) if (form[key].trim() === "") wrong[key] = true;
  const lock = form.lock_late_minutes.trim() === "" ? null : number("lock_late_minutes");
  const { name, short_name, level, code, time_zone, recording } = form;
  const change: SchoolSettings = {
    recording,
    school: { name, short_name, level, code, time_zone, period_minutes: number("period_minutes") },
    policy: {
      learner_word: form.learner_word,
      pupil_word: form.pupil_word,
      ppct_word: form.ppct_word,
      superior: form.superior,
      small_children: form.small_children,
      waiting_room: form.waiting_room,
      chat: form.chat,
      citizen_ids: form.citizen_ids,
      consent_text: form.consent_text,
      late_minutes: number("late_minutes"),
      present_share: number("present_share") / 100,
      bridge_seconds: number("bridge_seconds"),
      week_closes_days: number("week_closes_days"),
      slow_seconds: number("slow_seconds"),
      floors: number("floors"),
      lock_late_minutes: lock,
    },
  };
  return { change: Object.keys(wrong).length === 0 ? change : null, wrong };
}
