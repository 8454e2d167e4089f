/** A request that came on paper. */
import { useState } from "preact/hooks";
import { DATA_KINDS, type DataKind } from "../../family/data";
import { t } from "../../i18n";
import { Button, Dialog, Field, focusFirstInvalid, SelectField } from "../../ui";
import { Saved } from "../frame/Saved";
import { useSaving } from "../frame/saving";
import { PupilSearch } from "../leave/PupilSearch";
import { takeIn } from "./data";

export function NewRequest({ onSaved, onClose }: { onSaved: () => void; onClose: () => void }) {
  return (
    <Dialog title={t("requests.take")} testId="request-dialog" onClose={onClose}>
      <RequestForm onSaved={onSaved} />
    </Dialog>
  );
}

function RequestForm({ onSaved }: { onSaved: () => void }) {
  const [person, setPerson] = useState("");
  const [kind, setKind] = useState<DataKind>("view");
  const [text, setText] = useState("");
  const [tried, setTried] = useState(false);
  const saving = useSaving();
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (!person || !text.trim()) return focusFirstInvalid(event.currentTarget);
    if (await saving.save(() => takeIn(person, kind, text.trim()))) onSaved();
  };
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <PupilSearch
        chosen={person}
        error={tried && !person ? t("leave.choose") : undefined}
        onChoose={setPerson}
      />
      <SelectField
        label={t("family.data_kind")}
        value={kind}
        options={DATA_KINDS.map((value) => ({ value, text: t(`family.data_${value}`) }))}
        onValue={(value) => setKind(value as DataKind)}
      />
      <Field label={t("requests.text")} error={tried && !text.trim() ? t("common.required") : undefined}>
        {(control) => (
          <textarea
            {...control}
            rows={3}
            maxLength={2000}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        )}
      </Field>
      <Saved saving={saving} />
      <div>
        <Button type="submit" kind="primary" busy={saving.busy} testId="request-save">
          {t("requests.save")}
        </Button>
      </div>
    </form>
  );
}
