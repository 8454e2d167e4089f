/** The choice of a class; the own homeroom is said. */
import { t } from "../../i18n";
import { SelectField } from "../../ui";
import type { SchoolClass } from "../data";

interface ClassSelectProps {
  all: readonly SchoolClass[];
  value: string;
  /** Whose homeroom is marked. */
  person: string | null;
  /** A line for all of them together, with the empty value. */
  whole?: string;
  onValue: (id: string) => void;
}

export function ClassSelect({ all, value, person, whole, onValue }: ClassSelectProps) {
  const options = all.map(({ id, code, homeroom }) => ({
    value: id,
    text: person !== null && homeroom === person ? t("month.own_class", { name: code }) : code,
  }));
  return (
    <SelectField
      label={t("month.class")}
      value={value}
      options={whole === undefined ? options : [{ value: "", text: whole }, ...options]}
      onValue={onValue}
    />
  );
}
