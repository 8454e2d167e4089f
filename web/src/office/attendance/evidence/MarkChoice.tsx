/** Which word is written: one of a few, as radio buttons. */
import { useId } from "preact/hooks";
import { t } from "../../../i18n";
import type { Mark } from "../data";

interface MarkChoiceProps {
  legend: string;
  marks: readonly Mark[];
  value: Mark | null;
  error?: string | undefined;
  onValue: (mark: Mark) => void;
}

export function MarkChoice({ legend, marks, value, error, onValue }: MarkChoiceProps) {
  const name = useId();
  return (
    <fieldset class="choice" aria-describedby={`${name}-error`}>
      <legend class="said">{legend}</legend>
      <div class="choice-row">
        {marks.map((mark) => (
          <label key={mark} class="tick">
            <input
              type="radio"
              name={name}
              checked={value === mark}
              aria-invalid={error ? true : undefined}
              data-testid={`mark-${mark || "back"}`}
              onChange={() => onValue(mark)}
            />
            {t(mark === "" ? "mark.back" : `mark.${mark}`)}
          </label>
        ))}
      </div>
      <div class="field-error" id={`${name}-error`} aria-live="polite">
        {error}
      </div>
    </fieldset>
  );
}
