/** What to tell a person about a failed call. */
import { isKey, t } from "../i18n";
import { Refusal } from "../lib/answer";

export function codeOf(error: unknown): string {
  return error instanceof Refusal ? error.code : "bug";
}

/** A sentence with what happened and what to do. */
export function problemText(error: unknown): string {
  if (!(error instanceof Refusal) || error.status >= 500) return t("problem.server");
  const key = `problem.${error.code}`;
  return isKey(key) ? (t as (key: string) => string)(key) : t("problem.unexpected", { code: error.code });
}
