/** The sheet of a period at the server: read it, save it on top of the version that was read. */
import { Refusal } from "../lib/api";
import { bearer } from "../lib/bearer";

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
  return ask(lesson, token, "GET");
}

/** `text` was written on top of `version`. Raises ChangedMeanwhile, Refusal. */
export function saveSheet(
  lesson: string,
  token: string | undefined,
  text: Text,
  version: number,
  why = "",
): Promise<Kept> {
  const { title, remark, homework } = text;
  return ask(lesson, token, "PUT", { title, remark, homework, version, why });
}

async function ask(lesson: string, token: string | undefined, method: string, body?: object): Promise<Sheet> {
  const answer = await fetch(`/api/v1/lessons/${encodeURIComponent(lesson)}/sheet`, {
    method,
    cache: "no-store",
    keepalive: method === "PUT", // the page may be closed just now
    headers: {
      Accept: "application/json",
      ...(token !== undefined && bearer(token)),
      ...(body && { "Content-Type": "application/json" }),
    },
    ...(body && { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new Refusal(0, "offline");
  });
  if (answer.ok) return (await answer.json()) as Sheet;
  const problem = (await answer.json().catch(() => ({}))) as { code?: unknown; current?: Kept };
  if (problem.code === "changed_meanwhile" && problem.current) throw new ChangedMeanwhile(problem.current);
  throw new Refusal(answer.status, typeof problem.code === "string" ? problem.code : `http_${answer.status}`);
}
