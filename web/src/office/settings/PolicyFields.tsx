/** The school's words and rules. */
import { t } from "../../i18n";
import { Card, Field, SelectField, Switch } from "../../ui";
import type { Policy } from "./data";
import { type FieldsProps, NumberField } from "./SchoolFields";

const CHAT = ["class", "questions", "off"] as const;

export function PolicyFields(props: FieldsProps) {
  return (
    <>
      <WordFields {...props} />
      <Card title={t("settings.attendance")}>
        <div class="form-grid">
          <NumberField {...props} name="late_minutes" label={t("settings.late")} />
          <NumberField {...props} name="present_share" label={t("settings.share")} />
          <NumberField {...props} name="bridge_seconds" label={t("settings.bridge")} />
          <NumberField {...props} name="week_closes_days" label={t("settings.closes")} />
        </div>
      </Card>
      <ClassFields {...props} />
      <PrivacyFields {...props} />
    </>
  );
}

function WordFields({ form, set }: FieldsProps) {
  const primary = form.level === "tieu_hoc";
  const byLevel = (word: string) => ({ value: "", text: t("settings.by_level", { word }) });
  const same = (word: string) => ({ value: word, text: word });
  const small = form.small_children === null ? "" : form.small_children ? "yes" : "no";
  return (
    <Card title={t("settings.words")}>
      <div class="form-grid">
        <SelectField
          label={t("settings.pupil_word")}
          value={form.pupil_word ?? ""}
          options={[byLevel(primary ? "con" : "em"), same("em"), same("con")]}
          onValue={(word) => set({ pupil_word: word || null })}
        />
        <SelectField
          label={t("settings.learner_word")}
          value={form.learner_word ?? ""}
          options={[
            byLevel(form.level === "gdtx" ? "học viên" : "học sinh"),
            same("học sinh"),
            same("học viên"),
          ]}
          onValue={(word) => set({ learner_word: word || null })}
        />
        <SelectField
          label={t("settings.ppct_word")}
          value={form.ppct_word}
          options={[same("Tiết PPCT"), same("Tiết CT")]}
          onValue={(ppct_word) => set({ ppct_word })}
        />
        <SelectField
          label={t("settings.small")}
          value={small}
          options={[
            byLevel(t(primary ? "settings.yes" : "settings.no")),
            { value: "yes", text: t("settings.yes") },
            { value: "no", text: t("settings.no") },
          ]}
          onValue={(value) => set({ small_children: value === "" ? null : value === "yes" })}
        />
      </div>
    </Card>
  );
}

function ClassFields(props: FieldsProps) {
  const { form, set } = props;
  return (
    <Card title={t("settings.inclass")}>
      <Switch
        on={form.recording}
        label={t("recording.default")}
        testId="recording-default"
        onChange={(recording) => set({ recording })}
      />
      <Switch
        on={form.waiting_room}
        label={t("settings.waiting")}
        testId="waiting-room"
        onChange={(waiting_room) => set({ waiting_room })}
      />
      <div class="form-grid">
        <SelectField
          label={t("settings.chat")}
          value={form.chat}
          options={CHAT.map((mode) => ({ value: mode, text: t(`settings.chat.${mode}`) }))}
          onValue={(chat) => set({ chat: chat as Policy["chat"] })}
        />
        <NumberField {...props} name="slow_seconds" label={t("settings.slow")} />
        <NumberField {...props} name="lock_late_minutes" label={t("settings.lock")} />
        <NumberField {...props} name="floors" label={t("settings.floors")} />
      </div>
    </Card>
  );
}

function PrivacyFields({ form, set }: FieldsProps) {
  return (
    <Card title={t("settings.privacy")}>
      <Switch
        on={form.citizen_ids}
        label={t("settings.citizen")}
        onChange={(citizen_ids) => set({ citizen_ids })}
      />
      <Field label={t("settings.consent_text")}>
        {(control) => (
          <textarea
            {...control}
            rows={5}
            maxLength={4000}
            value={form.consent_text}
            onInput={(event) => set({ consent_text: event.currentTarget.value })}
          />
        )}
      </Field>
    </Card>
  );
}
