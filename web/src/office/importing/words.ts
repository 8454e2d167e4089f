/** Words for what the server names by a code; a code without words is shown as it is. */
import { isKey, t } from "../../i18n";

const say = t as (key: string, values?: Record<string, string | number>) => string;

export function codeText(code: string): string {
  const key = `import.code.${code}`;
  return isKey(key) ? say(key) : code;
}

export function fieldText(field: string): string {
  const key = `import.field.${field}`;
  return isKey(key) ? say(key) : field;
}

export function alsoText(what: string, names: string): string {
  const key = `import.also.${what}`;
  return say(isKey(key) ? key : "import.also.other", { names });
}

export function kindText(kind: string): string {
  const key = `import.kind.${kind}`;
  return isKey(key) ? say(key) : kind;
}

/** What to know before choosing a file; "" where nothing is written about the kind. */
export function hintText(kind: string): string {
  const key = `import.hint.${kind}`;
  return isKey(key) ? say(key) : "";
}

/** What a file is written without, as a question: `bad` rows, and rows of `undecided` questions. */
export function leftOutText(bad: number, undecided: number): string {
  const said = [
    ...(bad > 0 ? [t("import.left_out", { n: bad })] : []),
    ...(undecided > 0 ? [t("import.left_undecided", { n: undecided })] : []),
  ];
  return [...said, t("import.rest_question")].join(" ");
}

/** Why a file was refused: the texts of the errors. */
export function refusedText(code: string): string {
  const key = `problem.${code}`;
  return isKey(key) ? say(key) : t("problem.server");
}
