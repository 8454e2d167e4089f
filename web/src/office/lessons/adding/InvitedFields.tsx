/** Who comes to a session besides its teacher. */
import { useLoad } from "../../../api/useLoad";
import { t } from "../../../i18n";
import { fullName } from "../../../i18n/names";
import { teachers } from "../../data";
import { register } from "../../people/data";

export interface ChosenProps {
  chosen: readonly string[];
  onChosen: (chosen: readonly string[]) => void;
}

/** Folded, because a tiết học seldom needs it. */
export function InvitedField({ teacherId, chosen, onChosen }: ChosenProps & { teacherId: string }) {
  const { value: all } = useLoad("teachers", teachers);
  const others = (all ?? []).filter(({ id }) => id !== teacherId);
  return (
    <details>
      <summary>{t("new.invited", { n: chosen.length })}</summary>
      <Ticks
        legend={t("new.invited_legend")}
        options={others.map((one) => ({ id: one.id, text: fullName(one) }))}
        chosen={chosen}
        onChosen={onChosen}
      />
    </details>
  );
}

/** Of meetings of staff: everybody of a department comes. */
export function DepartmentsField({ chosen, onChosen }: ChosenProps) {
  const { value: all } = useLoad("register", register);
  const options = (all?.departments ?? []).map(({ id, name }) => ({ id, text: name }));
  if (options.length === 0) return null;
  return <Ticks legend={t("new.departments")} options={options} chosen={chosen} onChosen={onChosen} />;
}

interface TicksProps extends ChosenProps {
  legend: string;
  options: readonly { id: string; text: string }[];
}

function Ticks({ legend, options, chosen, onChosen }: TicksProps) {
  const toggle = (id: string, on: boolean) =>
    onChosen(on ? [...chosen, id] : chosen.filter((one) => one !== id));
  return (
    <fieldset class="form-grid">
      <legend>{legend}</legend>
      {options.map(({ id, text }) => (
        <label key={id} class="invite">
          <input
            type="checkbox"
            checked={chosen.includes(id)}
            onChange={(event) => toggle(id, event.currentTarget.checked)}
          />
          {text}
        </label>
      ))}
    </fieldset>
  );
}
