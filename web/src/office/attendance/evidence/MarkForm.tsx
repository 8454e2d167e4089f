/** Writing P, K, có mặt or muộn with a reason; taking the last word back. */
import { useState } from "preact/hooks";
import { t } from "../../../i18n";
import { Button, focusFirstInvalid } from "../../../ui";
import { Saved } from "../../frame/Saved";
import { useSaving } from "../../frame/saving";
import { type Evidence, type Mark, writeMark } from "../data";
import { MarkChoice } from "./MarkChoice";
import { ReasonField } from "./ReasonField";

interface MarkFormProps {
  evidence: Evidence;
  onWritten: (next: Evidence) => void;
}

export function MarkForm({ evidence, onWritten }: MarkFormProps) {
  const [mark, setMark] = useState<Mark | null>(null);
  const [why, setWhy] = useState("");
  const [tried, setTried] = useState(false);
  const saving = useSaving();
  const standing = evidence.written.at(-1)?.mark ?? "";
  const marks: Mark[] = ["P", "K", "co_mat", "muon", ...(standing === "" ? [] : ([""] as const))];
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (mark === null || why.trim() === "") return focusFirstInvalid(event.currentTarget);
    const kept = await saving.save(async () => {
      onWritten(await writeMark(evidence.lesson, evidence.person, mark, why.trim()));
    });
    if (!kept) return;
    setMark(null);
    setWhy("");
    setTried(false);
  };
  return (
    <form class="stack mark-form" onSubmit={submit} noValidate aria-labelledby="mark-form">
      <h3 id="mark-form">{t("mark.title")}</h3>
      <MarkChoice
        legend={t("mark.title")}
        marks={marks}
        value={mark}
        error={tried && mark === null ? t("mark.choose") : undefined}
        onValue={setMark}
      />
      <ReasonField
        mark={mark ?? ""}
        value={why}
        error={tried && why.trim() === "" ? t("common.required") : undefined}
        onValue={setWhy}
      />
      <div class="row">
        <Button type="submit" kind="primary" busy={saving.busy} testId="mark-save">
          {t("mark.save")}
        </Button>
      </div>
      <Saved saving={saving}>{t("mark.saved")}</Saved>
    </form>
  );
}
