/** The calls about uploads, the same for every kind of file. They carry the session's cookie by themselves. */
import { call } from "../../api/call";
import { answerOf } from "../../lib/answer";

export const GROUPS = [
  "undecided",
  "bad",
  "warnings",
  "added",
  "moved",
  "updated",
  "absent",
  "unchanged",
] as const;
export type Group = (typeof GROUPS)[number];

export interface UnknownHeading {
  heading: string;
  folded: string;
  sheet: string;
  samples: string[];
}

export interface Upload {
  id: string;
  kind: string;
  filename: string;
  state: "running" | "planned" | "refused" | "written";
  stage: string;
  done: number;
  all: number;
  /** Why it was refused. */
  code: string;
  counts: Record<Group, number>;
  also: { what: string; name: string }[];
  unknown: UnknownHeading[];
  /** What a heading may be mapped to. */
  fields: string[];
  sheets: string[];
  /** Nothing can be written before a heading is mapped. */
  no_heading: boolean;
}

export interface Candidate {
  id: string;
  label: string;
  detail: string;
}

export interface Line {
  sheet: string;
  row: number;
  label: string;
  detail: string;
  column: string;
  code: string;
  text: string;
  other_row: number | null;
  key: string;
  changes: { field: string; old: string; new: string }[];
  candidates: Candidate[];
}

export interface Lines {
  total: number;
  lines: Line[];
}

export const MAX_BYTES = 20 * 1024 * 1024;

const path = ({ kind, id }: Pick<Upload, "kind" | "id">) => `/imports/${kind}/${encodeURIComponent(id)}`;

/** `options`: what is chosen beside the file, e.g. {class: "8A3"}. */
export async function send(kind: string, file: File, options: Record<string, string>): Promise<Upload> {
  const query = new URLSearchParams({ name: file.name.slice(-200), ...options });
  const answer = await answerOf(`/api/v1/imports/${kind}?${query}`, {
    method: "POST",
    headers: { Accept: "application/json", "Content-Type": "application/octet-stream" },
    body: file,
  });
  return (await answer.json()) as Upload;
}

export const look = (upload: Upload) => call<Upload>(path(upload));
export const linesOf = (upload: Upload, group: Group, after: number) =>
  call<Lines>(`${path(upload)}/lines?group=${group}&after=${after}`);
export const answerTo = (upload: Upload, mapping: Record<string, string>, choices: Record<string, string>) =>
  call<Upload>(`${path(upload)}/answers`, { method: "POST", body: { mapping, choices } });
/** `withoutRefused`: rows that are refused, or that nobody decided about, are left out; else there must be none. */
export const write = (upload: Upload, withoutRefused: boolean) =>
  call<Upload>(`${path(upload)}/write?without_refused=${withoutRefused}`, { method: "POST" });
export const drop = (upload: Upload) => call<void>(path(upload), { method: "DELETE" });
export const errorsHref = (upload: Upload) => `/api/v1${path(upload)}/errors`;
