/** Who the school is. Choosing the level sets the usual length of a period. */
import { t } from "../../i18n";
import { Card, SelectField, TextField } from "../../ui";
import type { Identity } from "./data";
import { BOUNDS, type Form, type Wrong } from "./form";

const LEVELS = ["", "tieu_hoc", "thcs", "thpt", "gdtx"] as const;

export interface FieldsProps {
  form: Form;
  wrong: Wrong;
  set: (part: Partial<Form>) => void;
}

export function SchoolFields({ form, wrong, set }: FieldsProps) {
  return (
    <Card title={t("settings.school")}>
      <div class="form-grid">
        <TextField
          label={t("settings.name")}
          value={form.name}
          maxLength={200}
          error={wrong.name && t("common.required")}
          onValue={(name) => set({ name })}
        />
        <TextField
          label={t("settings.short_name")}
          value={form.short_name}
          maxLength={200}
          error={wrong.short_name && t("common.required")}
          onValue={(short_name) => set({ short_name })}
        />
        <TextField
          label={t("settings.code")}
          hint={t("settings.code_hint")}
          value={form.code}
          maxLength={20}
          onValue={(code) => set({ code })}
        />
        <SelectField
          label={t("settings.level")}
          value={form.level}
          options={LEVELS.map((level) => ({ value: level, text: t(`settings.level.${level || "none"}`) }))}
          onValue={(value) => {
            const level = value as Identity["level"];
            set({ level, period_minutes: level === "tieu_hoc" ? "35" : "45" });
          }}
        />
        <NumberField
          name="period_minutes"
          label={t("settings.minutes")}
          form={form}
          wrong={wrong}
          set={set}
        />
        <TextField
          label={t("settings.zone")}
          value={form.time_zone}
          maxLength={60}
          onValue={(time_zone) => set({ time_zone })}
        />
        <TextField
          label={t("settings.superior")}
          value={form.superior}
          maxLength={200}
          onValue={(superior) => set({ superior })}
        />
      </div>
    </Card>
  );
}

export function NumberField({
  name,
  label,
  form,
  wrong,
  set,
}: FieldsProps & { name: keyof typeof BOUNDS; label: string }) {
  const [from, to] = BOUNDS[name];
  return (
    <TextField
      label={label}
      inputMode="numeric"
      maxLength={4}
      value={form[name]}
      error={wrong[name] && t("settings.number", { from, to })}
      onValue={(value) => set({ [name]: value })}
    />
  );
}
