/** The units of a programme, as a table that can be edited; saving makes a new version. */
import { useState } from "preact/hooks";
import { t } from "../../../i18n";
import { Button, PlusIcon } from "../../../ui";
import { Saved } from "../../frame/Saved";
import { useSaving } from "../../frame/saving";
import { useUnsaved } from "../../frame/unsaved";
import { type Programme, saveProgramme, type Unit } from "../data";

interface UnitsProps {
  of: Programme;
  units: Unit[];
  writes: boolean;
  onSaved: () => void;
}

export function Units({ of, units, writes, onSaved }: UnitsProps) {
  const [editing, setEditing] = useState(false);
  const [edited, setEdited] = useState(units);
  const saving = useSaving();
  useUnsaved(edited !== units && !saving.done);
  const set = (place: number, change: Partial<Unit>) =>
    setEdited(edited.map((unit, at) => (at === place ? { ...unit, ...change } : unit)));
  const save = async () => {
    if (await saving.save(() => saveProgramme(of, cleaned(edited)))) onSaved();
  };
  const drop = () => {
    setEdited(units);
    setEditing(false);
  };
  return (
    <div class="stack">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section class="plan-scroll" aria-label={t("plan.programme")} tabIndex={0}>
        <table class="plan-units">
          <Head />
          <tbody>
            {edited.map((unit, place) =>
              editing ? (
                <UnitRow key={place} unit={unit} onChange={(change) => set(place, change)} />
              ) : (
                <UnitText key={unit.number} unit={unit} />
              ),
            )}
          </tbody>
        </table>
      </section>
      <Saved saving={saving} />
      {writes && !editing && (
        <div class="row">
          <Button testId="units-edit" onClick={() => setEditing(true)}>
            {t("plan.edit")}
          </Button>
        </div>
      )}
      {writes && editing && (
        <div class="row">
          <Button icon={<PlusIcon />} onClick={() => setEdited([...edited, unitAfter(edited)])}>
            {t("plan.unit_add")}
          </Button>
          <Button kind="primary" busy={saving.busy} testId="units-save" onClick={() => void save()}>
            {t("plan.save_version")}
          </Button>
          <Button onClick={drop}>{t("common.cancel")}</Button>
        </div>
      )}
    </div>
  );
}

function Head() {
  return (
    <thead>
      <tr>
        <th scope="col">{t("plan.unit_number")}</th>
        <th scope="col">{t("plan.unit_title")}</th>
        <th scope="col">{t("plan.unit_outcomes")}</th>
        <th scope="col">{t("plan.unit_week")}</th>
      </tr>
    </thead>
  );
}

function UnitText({ unit: { number, title, outcomes, week } }: { unit: Unit }) {
  return (
    <tr>
      <th scope="row" class="numbers">
        {number}
      </th>
      <td>{title}</td>
      <td class="small">{outcomes}</td>
      <td class="numbers">{week}</td>
    </tr>
  );
}

function UnitRow({ unit, onChange }: { unit: Unit; onChange: (change: Partial<Unit>) => void }) {
  const n = unit.number;
  return (
    <tr>
      <th scope="row" class="numbers">
        {n}
      </th>
      <td>
        <input
          class="control"
          aria-label={t("plan.title_of", { n })}
          value={unit.title}
          maxLength={300}
          onInput={(event) => onChange({ title: event.currentTarget.value })}
        />
      </td>
      <td>
        <textarea
          class="control"
          rows={2}
          aria-label={t("plan.outcomes_of", { n })}
          value={unit.outcomes ?? ""}
          maxLength={4000}
          onInput={(event) => onChange({ outcomes: event.currentTarget.value || null })}
        />
      </td>
      <td>
        <input
          class="control plan-number"
          inputMode="numeric"
          aria-label={t("plan.week_of", { n })}
          value={unit.week ?? ""}
          maxLength={2}
          onInput={(event) =>
            onChange({ week: Number(event.currentTarget.value.replace(/\D/g, "")) || null })
          }
        />
      </td>
    </tr>
  );
}

function unitAfter(units: readonly Unit[]): Unit {
  const last = Math.max(0, ...units.map(({ number }) => number));
  return { number: last + 1, title: "", outcomes: null, week: null };
}

/** Units without a title are left out. */
export function cleaned(units: readonly Unit[]): Unit[] {
  return units.filter(({ title }) => title.trim() !== "");
}
