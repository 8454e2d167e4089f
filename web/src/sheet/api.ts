/** The sheet of a period at the server: read it, save it on top of the version that was read. */
import { call } from "../api/call";
import { Refusal } from "../lib/answer";

export interface Who {
  readonly id: string;
  readonly name: string;
}

export interface Text {
  readonly title: string;
  readonly remark: string;
  readonly homework: string;
}

export const PARTS = ["title", "remark", "homework"] as const;
export type Part = (typeof PARTS)[number];

/** The longest that the server keeps, in characters. */
export const LONGEST: Readonly<Record<Part, number>> = { title: 300, remark: 4000, homework: 4000 };

/** As the server has it. `version` 0: nobody wrote yet, the title is the plan's; then `by` and `at` are null. */
export interface Kept extends Text {
  readonly version: number;
  readonly by: Who | null;
  /** RFC 3339. */
  readonly at: string | null;
}

/** `opens_at`: from when on it can be saved (RFC 3339). `can_write`: whether this person may, now. */
export interface Sheet extends Kept {
  readonly opens_at: string;
  readonly can_write: boolean;
}

/** Somebody else saved since; nothing of ours was written. */
export class ChangedMeanwhile extends Error {
  constructor(readonly now: Kept) {
    super("changed_meanwhile");
  }
}

export function sheetOf(lesson: string, token: string | undefined): Promise<Sheet> {
  return call(path(lesson), { token });
}

/** `text` was written on top of `version`. Raises ChangedMeanwhile, Refusal. */
export async function saveSheet(
  lesson: string,
  token: string | undefined,
  text: Text,
  version: number,
  why = "",
): Promise<Kept> {
  const { title, remark, homework } = text;
  const body = { title, remark, homework, version, why };
  try {
    return await call<Kept>(path(lesson), { method: "PUT", token, body, keepalive: true });
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "changed_meanwhile") throw error;
    const { current } = error.problem;
    throw current ? new ChangedMeanwhile(current as Kept) : error;
  }
}

const path = (lesson: string) => `/lessons/${encodeURIComponent(lesson)}/sheet`;
