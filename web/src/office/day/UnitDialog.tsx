/** What a period teaches (tiết PPCT, tên bài, yêu cầu cần đạt): chosen from the programme, or written. */
import { useState } from "preact/hooks";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { Button, Dialog, Field, focusFirstInvalid, Notice, SelectField, TextField } from "../../ui";
import { Listed } from "../frame/Listed";
import { Saved } from "../frame/Saved";
import { useSaving } from "../frame/saving";
import type { GridCell } from "./data";
import {
  chosenIn,
  draftOf,
  fromUnit,
  giveBack,
  isNumber,
  type LessonUnit,
  renumbered,
  saveUnit,
  type Unit,
  type UnitDraft,
  unitOf,
} from "./unit";

interface UnitDialogProps {
  lesson: GridCell;
  onSaved: (unit: LessonUnit) => void;
  onClose: () => void;
}

export function UnitDialog({ lesson, onSaved, onClose }: UnitDialogProps) {
  const loaded = useLoad(`unit ${lesson.id}`, () => unitOf(lesson.id));
  const { subject, class_name: name, period } = lesson;
  return (
    <Dialog
      title={t("unit.title", { lesson: subject, class: name, period })}
      testId="unit-dialog"
      onClose={onClose}
    >
      <Listed from={loaded}>
        {(unit) =>
          unit.can_write ? (
            <UnitForm lesson={lesson.id} unit={unit} onSaved={onSaved} onClose={onClose} />
          ) : (
            <Notice silent>{t("unit.closed")}</Notice>
          )
        }
      </Listed>
    </Dialog>
  );
}

interface FormProps {
  lesson: string;
  unit: LessonUnit;
  onSaved: (unit: LessonUnit) => void;
  onClose: () => void;
}

function UnitForm({ lesson, unit, onSaved, onClose }: FormProps) {
  const [draft, setDraft] = useState(() => draftOf(unit));
  const [tried, setTried] = useState(false);
  const saving = useSaving();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (draft.title.trim() === "" || !isNumber(draft.number)) return focusFirstInvalid(event.currentTarget);
    void saving.save(async () => onSaved(await saveUnit(lesson, draft)));
  };
  return (
    <form class="stack" noValidate onSubmit={submit}>
      <p class="muted">
        {t(unit.by_hand ? "unit.by_hand" : "unit.offered")}. {t("unit.hint")}
      </p>
      <UnitFields draft={draft} units={unit.units} tried={tried} onDraft={setDraft} />
      <Saved saving={saving} />
      <div class="row">
        <Button type="submit" kind="primary" busy={saving.busy} testId="unit-save">
          {t("plan.save")}
        </Button>
        {unit.by_hand && (
          <Button
            disabled={saving.busy}
            testId="unit-back"
            onClick={() => void saving.save(async () => onSaved(await giveBack(lesson)))}
          >
            {t("unit.back")}
          </Button>
        )}
        <Button onClick={onClose}>{t("common.cancel")}</Button>
      </div>
    </form>
  );
}

interface FieldsProps {
  draft: UnitDraft;
  /** The programme's. */
  units: readonly Unit[];
  /** The form was sent once: what is wrong is named. */
  tried: boolean;
  onDraft: (draft: UnitDraft) => void;
}

function UnitFields({ draft, units, tried, onDraft }: FieldsProps) {
  return (
    <>
      {units.length > 0 && (
        <SelectField
          label={t("unit.choose")}
          value={chosenIn(units, draft)}
          options={[{ value: "", text: t("unit.other") }, ...units.map(optionOf)]}
          onValue={(number) => {
            const found = units.find((one) => String(one.number) === number);
            if (found) onDraft(fromUnit(found));
          }}
        />
      )}
      <TextField
        label={t("unit.number")}
        hint={t("unit.number_hint")}
        error={tried && !isNumber(draft.number) ? t("unit.number_bad") : undefined}
        inputMode="numeric"
        maxLength={3}
        value={draft.number}
        onValue={(number) => onDraft(renumbered(draft, number, units))}
      />
      <TextField
        label={t("unit.name")}
        error={tried && draft.title.trim() === "" ? t("common.required") : undefined}
        maxLength={300}
        required
        value={draft.title}
        onValue={(title) => onDraft({ ...draft, title })}
      />
      <Field label={t("unit.outcomes")}>
        {(control) => (
          <textarea
            {...control}
            rows={4}
            maxLength={4000}
            value={draft.outcomes}
            onInput={(event) => onDraft({ ...draft, outcomes: event.currentTarget.value })}
          />
        )}
      </Field>
    </>
  );
}

function optionOf({ number, title }: Unit) {
  return { value: String(number), text: t("unit.of", { n: number, title }) };
}
