/** The words of a notice: a title and a text. */
import { t } from "../../i18n";
import { Field, TextField } from "../../ui";
import type { NewNotice } from "./data";

type Words = Pick<NewNotice, "title" | "text">;

export interface WordsFieldsProps {
  value: Words;
  rows: number;
  /** The form was sent once: what is missing is named. */
  tried?: boolean;
  /** Of the text. */
  testId: string;
  onChange: (part: Partial<Words>) => void;
}

export function WordsFields({ value, rows, tried = false, testId, onChange }: WordsFieldsProps) {
  const missing = (words: string) => (tried && !words.trim() ? t("common.required") : undefined);
  return (
    <>
      <TextField
        label={t("notices.name")}
        value={value.title}
        maxLength={150}
        error={missing(value.title)}
        onValue={(title) => onChange({ title })}
      />
      <Field label={t("notices.text")} error={missing(value.text)}>
        {(control) => (
          <textarea
            {...control}
            rows={rows}
            maxLength={4000}
            value={value.text}
            data-testid={testId}
            onInput={(event) => onChange({ text: event.currentTarget.value })}
          />
        )}
      </Field>
    </>
  );
}
