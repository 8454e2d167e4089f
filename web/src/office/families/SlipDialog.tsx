/** A signed slip typed in, and every answer that came before. */
import { useState } from "preact/hooks";
import { useLoad } from "../../api/useLoad";
import { History } from "../../family/Consent";
import { t } from "../../i18n";
import { Button, Dialog, SelectField, Switch, TextField } from "../../ui";
import type { Consent } from "../data";
import { Listed } from "../frame/Listed";
import { Saved } from "../frame/Saved";
import { useSaving } from "../frame/saving";
import { answersOf, enterRules, enterSlip, type FamilyLine, type Key } from "./data";

const ANSWERS = ["dong_y", "khong_dong_y", "da_rut"] as const;

interface SlipDialogProps {
  of: FamilyLine;
  version: number | null;
  writes: boolean;
  token: Key;
  onSaved: () => void;
  onClose: () => void;
}

export function SlipDialog({ of, version, writes, token, onSaved, onClose }: SlipDialogProps) {
  const loaded = useLoad(of.person, () => answersOf(of.person, token));
  return (
    <Dialog title={t("families.slip_of", { name: of.name })} testId="slip-dialog" onClose={onClose}>
      <div class="stack family">
        {writes && <SlipForm of={of} version={version} token={token} onSaved={onSaved} />}
        <Listed from={loaded}>{(all) => <History all={all} />}</Listed>
      </div>
    </Dialog>
  );
}

type SlipFormProps = Pick<SlipDialogProps, "of" | "version" | "token" | "onSaved">;

function SlipForm({ of, version, token, onSaved }: SlipFormProps) {
  const [answer, setAnswer] = useState<Consent>(of.consent === "chua_tra_loi" ? "dong_y" : of.consent);
  const [note, setNote] = useState("");
  const [rules, setRules] = useState(false);
  const saving = useSaving();
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const kept = await saving.save(async () => {
      await enterSlip(of.person, answer, note.trim(), token);
      if (rules && version !== null) await enterRules(of.person, version, token);
    });
    if (kept) onSaved();
  };
  return (
    <form class="stack" onSubmit={submit}>
      <SelectField
        label={t("families.slip_answer")}
        value={answer}
        options={ANSWERS.map((value) => ({ value, text: t(`consent.${value}`) }))}
        onValue={(value) => setAnswer(value as Consent)}
      />
      <TextField label={t("families.slip_note")} value={note} maxLength={200} onValue={setNote} />
      {version !== null && <Switch on={rules} label={t("families.slip_rules")} onChange={setRules} />}
      <Saved saving={saving} />
      <div>
        <Button type="submit" kind="primary" busy={saving.busy} testId="slip-save">
          {t("families.slip_save")}
        </Button>
      </div>
    </form>
  );
}
