/** From–to and the decision of a role. */
import { t } from "../../i18n";
import { TextField } from "../../ui";

export interface Days {
  from: string;
  to: string;
  decision: string;
}

export interface TermFieldsProps {
  days: Days;
  required: boolean;
  onDays: (days: Days) => void;
}

export function TermFields({ days, required, onDays }: TermFieldsProps) {
  return (
    <>
      <TextField
        label={t("roles.from")}
        type="date"
        value={days.from}
        required={required}
        onValue={(from) => onDays({ ...days, from })}
      />
      <TextField
        label={t("roles.to")}
        type="date"
        value={days.to}
        required={required}
        onValue={(to) => onDays({ ...days, to })}
      />
      <TextField
        label={t("roles.decision")}
        value={days.decision}
        required={required}
        maxLength={200}
        onValue={(decision) => onDays({ ...days, decision })}
      />
    </>
  );
}
