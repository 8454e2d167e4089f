/** What is known of one pupil's device, to be changed. */
import { useId, useState } from "preact/hooks";
import { t } from "../../i18n";
import { Button, Dialog, Field, SelectField, TextField } from "../../ui";
import { Saved } from "../frame/Saved";
import { useSaving } from "../frame/saving";
import { type DeviceRow, type Entry, KINDS, keepEntry, LINES } from "./data";
import { sharedNames } from "./show";

interface DeviceDialogProps {
  row: DeviceRow;
  all: readonly DeviceRow[];
  onSaved: () => void;
  onClose: () => void;
}

const FIRST: Entry = {
  kind: "dien_thoai_rieng",
  line: "4g",
  help: "",
  review_on: null,
  shared_id: null,
  note: "",
};

export function DeviceDialog({ row, all, onSaved, onClose }: DeviceDialogProps) {
  return (
    <Dialog title={t("devices.edit_of", { name: row.name })} testId="device-dialog" onClose={onClose}>
      <EntryForm row={row} names={sharedNames(all)} onSaved={onSaved} />
    </Dialog>
  );
}

interface EntryFormProps {
  row: DeviceRow;
  names: readonly string[];
  onSaved: () => void;
}

function EntryForm({ row, names, onSaved }: EntryFormProps) {
  const [entry, setEntry] = useState<Entry>(row.entry ?? FIRST);
  const saving = useSaving();
  const set = (part: Partial<Entry>) => setEntry({ ...entry, ...part });
  const submit = async (event: Event) => {
    event.preventDefault();
    if (await saving.save(() => keepEntry(row.person, entry))) onSaved();
  };
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <div class="form-times">
        <SelectField
          label={t("devices.device")}
          value={entry.kind}
          options={KINDS.map((value) => ({ value, text: t(`devices.kind_${value}`) }))}
          onValue={(kind) => set({ kind: kind as Entry["kind"] })}
        />
        <SelectField
          label={t("devices.line")}
          value={entry.line}
          options={LINES.map((value) => ({ value, text: t(`devices.line_${value}`) }))}
          onValue={(line) => set({ line: line as Entry["line"] })}
        />
      </div>
      <SharedName
        value={entry.shared_id ?? ""}
        names={names}
        onValue={(name) => set({ shared_id: name || null })}
      />
      <TextField
        label={t("devices.help")}
        hint={t("devices.help_hint")}
        value={entry.help}
        maxLength={300}
        onValue={(help) => set({ help })}
      />
      <TextField
        label={t("devices.review_on")}
        type="date"
        value={entry.review_on ?? ""}
        onValue={(day) => set({ review_on: day || null })}
      />
      <TextField
        label={t("devices.note")}
        value={entry.note}
        maxLength={300}
        onValue={(note) => set({ note })}
      />
      {saving.failure !== null && <Saved saving={saving} />}
      <div>
        <Button type="submit" kind="primary" busy={saving.busy} testId="device-save">
          {t("devices.save")}
        </Button>
      </div>
    </form>
  );
}

interface SharedNameProps {
  value: string;
  names: readonly string[];
  onValue: (name: string) => void;
}

/** Any name; those in use are offered while one types. */
function SharedName({ value, names, onValue }: SharedNameProps) {
  const list = useId();
  return (
    <Field label={t("devices.shared")} hint={t("devices.shared_hint")}>
      {(control) => (
        <>
          <input
            {...control}
            list={list}
            value={value}
            maxLength={40}
            autoComplete="off"
            onInput={(event) => onValue(event.currentTarget.value)}
          />
          <datalist id={list}>
            {names.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
