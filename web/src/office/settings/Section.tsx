/** The school's settings: who it is, its words, its rules for attendance and for how lessons begin. */
import { useState } from "preact/hooks";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { learnWords } from "../../i18n/words";
import { Button, focusFirstInvalid, Notice } from "../../ui";
import { Listed } from "../frame/Listed";
import { Saved } from "../frame/Saved";
import { useSaving } from "../frame/saving";
import type { SectionProps } from "../frame/section";
import { type SchoolSettings, saveSettings, settings } from "./data";
import { type Form, formOf, readForm } from "./form";
import { PolicyFields } from "./PolicyFields";
import { SchoolFields } from "./SchoolFields";
import "./settings.css";

export function Section({ session }: SectionProps) {
  const loaded = useLoad("all settings", settings);
  const writes = session.acts.includes("settings.write");
  return <Listed from={loaded}>{(value) => <SettingsForm value={value} writes={writes} />}</Listed>;
}

export function SettingsForm({ value, writes }: { value: SchoolSettings; writes: boolean }) {
  const [form, setForm] = useState<Form>(() => formOf(value));
  const [known, setKnown] = useState(value.school !== null);
  const [checked, setChecked] = useState(false);
  const saving = useSaving();
  const { change, wrong } = readForm(form);
  const submit = async (event: Event) => {
    event.preventDefault();
    setChecked(true);
    if (change === null) {
      focusFirstInvalid(event.currentTarget);
      return;
    }
    const kept = await saving.save(async () => setForm(formOf(await saveSettings(change))));
    if (kept) {
      setKnown(true);
      await learnWords();
    }
  };
  const fields = {
    form,
    wrong: checked ? wrong : {},
    set: (part: Partial<Form>) => setForm({ ...form, ...part }),
  };
  return (
    <form class="stack" noValidate onSubmit={submit}>
      {!known && <Notice tone="warn">{t("settings.enter")}</Notice>}
      <fieldset class="settings-all stack" disabled={!writes}>
        <legend class="said">{t("settings.title")}</legend>
        <SchoolFields {...fields} />
        <PolicyFields {...fields} />
      </fieldset>
      <Saved saving={saving}>{t("settings.saved")}</Saved>
      {writes && (
        <div>
          <Button type="submit" kind="primary" busy={saving.busy} testId="settings-save">
            {t("settings.save")}
          </Button>
        </div>
      )}
    </form>
  );
}
