/** Chooses a subject's teacher in a cell of the grid. By given name: typing it finds the person. */
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { t } from "../../../i18n";
import type { Teacher } from "../../data";
import { byGivenName, shortNames } from "../shortNames";

export interface TeacherChoiceProps {
  label: string;
  value: string;
  teachers: readonly Teacher[];
  /** Ids of those who teach the subject already: they stand first. */
  first: ReadonlySet<string>;
  onValue: (teacher: string) => void;
  onEnd: () => void;
}

export function TeacherChoice({ label, value, teachers, first, onValue, onEnd }: TeacherChoiceProps) {
  const sorted = useMemo(() => byGivenName(teachers), [teachers]);
  const short = useMemo(() => shortNames(teachers), [teachers]);
  const options = (some: readonly Teacher[]) =>
    some.map(({ id, name }) => (
      <option key={id} value={id}>
        {short.get(id) === name ? name : `${short.get(id)} – ${name}`}
      </option>
    ));
  const box = useRef<HTMLSelectElement>(null);
  const before = useRef(value);
  useLayoutEffect(() => box.current?.focus(), []);
  return (
    <select
      ref={box}
      class="control matrix-control"
      aria-label={label}
      value={value}
      onChange={(event) => onValue(event.currentTarget.value)}
      onKeyDown={(event) => event.key === "Escape" && onValue(before.current)}
      onBlur={onEnd}
    >
      <option value="">{t("plan.nobody")}</option>
      {value && !short.has(value) && <option value={value}>{t("plan.left")}</option>}
      <optgroup label={t("plan.teach_it")}>{options(sorted.filter(({ id }) => first.has(id)))}</optgroup>
      <optgroup label={t("plan.teach_others")}>{options(sorted.filter(({ id }) => !first.has(id)))}</optgroup>
    </select>
  );
}
