/** Everything behind one pupil's attendance in one period, and the form to write about it. */
import { useState } from "preact/hooks";
import { useLoad } from "../../../api/useLoad";
import { t } from "../../../i18n";
import { formatDate, formatDay, formatSpan } from "../../../i18n/format";
import { Dialog, Notice } from "../../../ui";
import { Listed } from "../../frame/Listed";
import { type Evidence, evidenceOf } from "../data";
import { lastDay } from "../show";
import { MarkForm } from "./MarkForm";
import { Proof } from "./Proof";
import { Notes, Written } from "./Written";
import "../attendance.css";

interface EvidenceDialogProps {
  lesson: string;
  person: string;
  /** Something was written. */
  onChange: () => void;
  onClose: () => void;
}

export function EvidenceDialog({ lesson, person, onChange, onClose }: EvidenceDialogProps) {
  const loaded = useLoad(`evidence ${lesson} ${person}`, () => evidenceOf(lesson, person));
  const [changed, setChanged] = useState<Evidence | null>(null);
  const now = changed ?? loaded.value;
  const name = now === null ? "" : now.name;
  return (
    <Dialog title={t("proof.title", { name })} testId="evidence" onClose={onClose}>
      <Listed from={{ ...loaded, value: now }}>
        {(all) => (
          <div class="stack">
            <p class="muted">
              {[all.subject, all.class_name, formatDay(all.starts_at), formatSpan(all.starts_at, all.ends_at)]
                .filter(Boolean)
                .join(" · ")}
            </p>
            <Proof evidence={all} />
            <Notes all={all.leave} />
            <Written all={all.written} />
            {all.marking === "open" && (
              <MarkForm
                evidence={all}
                onWritten={(next) => {
                  setChanged(next);
                  onChange();
                }}
              />
            )}
            {all.marking === "open" && (
              <p class="small muted">{t("mark.until", { day: lastDay(all.closes_at) })}</p>
            )}
            {all.marking === "not_held" && <Notice silent>{t("mark.not_held")}</Notice>}
            {all.marking === "week_closed" && (
              <Notice silent>{t("mark.week_closed", { day: formatDate(all.closes_at) })}</Notice>
            )}
          </div>
        )}
      </Listed>
    </Dialog>
  );
}
