/** The calls of the school's settings. */
import { call } from "../../api/call";

export interface Identity {
  name: string;
  short_name: string;
  level: "" | "tieu_hoc" | "thcs" | "thpt" | "gdtx";
  period_minutes: number;
  code: string;
  time_zone: string;
}

export interface Policy {
  late_minutes: number;
  present_share: number;
  bridge_seconds: number;
  week_closes_days: number;
  learner_word: string | null;
  pupil_word: string | null;
  ppct_word: string;
  superior: string;
  small_children: boolean | null;
  waiting_room: boolean;
  lock_late_minutes: number | null;
  chat: "class" | "questions" | "off";
  slow_seconds: number;
  floors: number;
  citizen_ids: boolean;
  consent_text: string;
}

export interface SchoolSettings {
  /** New lessons are recorded unless their plan says otherwise. */
  recording: boolean;
  policy: Policy;
  /** Null: nobody has entered it. */
  school: Identity | null;
}

export const settings = () => call<SchoolSettings>("/office/settings");

/** What is left out stays. */
export const saveSettings = (change: Partial<SchoolSettings>) =>
  call<SchoolSettings>("/office/settings", { method: "PUT", body: change });
