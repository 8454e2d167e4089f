/** What a period teaches: the calls, and what the form makes of the programme's units. */
import { call } from "../../api/call";

export interface Unit {
  number: number;
  title: string;
  outcomes: string | null;
  week: number | null;
}

export interface LessonUnit {
  /** Null: the period takes no number of the programme. */
  ppct_no: number | null;
  title: string;
  required_outcomes: string | null;
  /** A person set it: planning leaves it. */
  by_hand: boolean;
  can_write: boolean;
  units: Unit[];
  /** How many later periods got another number by this call. */
  renumbered: number;
}

export interface UnitDraft {
  number: string;
  title: string;
  outcomes: string;
}

const LAST = 400;
const path = (lesson: string) => `/lessons/${encodeURIComponent(lesson)}/unit`;

export const unitOf = (lesson: string) => call<LessonUnit>(path(lesson));
export const giveBack = (lesson: string) => call<LessonUnit>(path(lesson), { method: "DELETE" });
export const saveUnit = (lesson: string, { number, title, outcomes }: UnitDraft) =>
  call<LessonUnit>(path(lesson), {
    method: "PUT",
    body: {
      ppct_no: number === "" ? null : Number(number),
      title: title.trim(),
      required_outcomes: outcomes.trim() || null,
    },
  });

export function draftOf({ ppct_no: number, title, required_outcomes: outcomes }: LessonUnit): UnitDraft {
  return { number: number === null ? "" : String(number), title, outcomes: outcomes ?? "" };
}

export const fromUnit = ({ number, title, outcomes }: Unit): UnitDraft => ({
  number: String(number),
  title,
  outcomes: outcomes ?? "",
});

/** Another number: with it come its title and outcomes, unless a person wrote others than the programme's. */
export function renumbered(draft: UnitDraft, number: string, units: readonly Unit[]): UnitDraft {
  const digits = number.replace(/\D/g, "");
  const unit = units.find((one) => String(one.number) === digits);
  const before = units.find((one) => String(one.number) === draft.number);
  const own = draft.title.trim() !== "" && draft.title !== before?.title;
  return unit && !own ? fromUnit(unit) : { ...draft, number: digits };
}

/** The number of the unit that the form has as the programme has it; "" for anything else. */
export function chosenIn(units: readonly Unit[], draft: UnitDraft): string {
  const unit = units.find((one) => String(one.number) === draft.number);
  return unit?.title === draft.title ? draft.number : "";
}

export const isNumber = (text: string) => text === "" || (Number(text) >= 1 && Number(text) <= LAST);
