/** The reason, typed or chosen among the usual ones. */
import { t } from "../../../i18n";
import { Button, TextField } from "../../../ui";
import type { Mark } from "../data";
import { reasons } from "../show";

const LONGEST = 500;

interface ReasonFieldProps {
  mark: Mark;
  value: string;
  error?: string | undefined;
  onValue: (why: string) => void;
}

export function ReasonField({ mark, value, error, onValue }: ReasonFieldProps) {
  const usual = reasons(mark);
  return (
    <div class="stack">
      <TextField label={t("mark.why")} value={value} maxLength={LONGEST} error={error} onValue={onValue} />
      {usual.length > 0 && (
        <fieldset class="row">
          <legend class="said">{t("mark.suggested")}</legend>
          {usual.map((reason) => (
            <Button key={reason} size="small" pressed={value === reason} onClick={() => onValue(reason)}>
              {reason}
            </Button>
          ))}
        </fieldset>
      )}
    </div>
  );
}
