/**
 * Takes in a file of one kind: choose → dry run → write. For every kind of file; `options` is what is chosen beside it
 * (`beside` draws that), e.g. the first day of a timetable.
 */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { problemText } from "../../api/problem";
import { t } from "../../i18n";
import { Button, Card, Notice } from "../../ui";
import { DryRun } from "./DryRun";
import { MAX_BYTES, type Upload } from "./data";
import { useSteps } from "./steps";
import { hintText, kindText, refusedText } from "./words";
import "./importing.css";

export interface ImporterProps {
  kind: string;
  options?: Record<string, string>;
  /** Fields beside the file. */
  beside?: ComponentChildren;
  /** False: `options` is not complete yet. */
  ready?: boolean;
  onWritten?: () => void;
}

export function Importer({ kind, options = {}, beside, ready = true, onWritten }: ImporterProps) {
  const steps = useSteps(kind, options, onWritten);
  const { upload } = steps;
  return (
    <Card title={kindText(kind)}>
      {steps.failure !== null && <Notice tone="bad">{problemText(steps.failure)}</Notice>}
      {upload === null && (
        <Choose kind={kind} beside={beside} ready={ready} busy={steps.busy} onFile={steps.begin} />
      )}
      {upload?.state === "running" && <Progress upload={upload} />}
      {upload?.state === "refused" && (
        <div class="stack">
          <Notice tone="bad" title={t("import.refused")}>
            {refusedText(upload.code)}
          </Notice>
          <Restart onClick={steps.restart} />
        </div>
      )}
      {upload?.state === "planned" && <DryRun upload={upload} steps={steps} />}
      {upload?.state === "written" && (
        <div class="stack">
          <Notice tone="good" title={t("import.written")}>
            {t("import.written_sum", upload.counts)}
          </Notice>
          <Restart onClick={steps.restart} />
        </div>
      )}
    </Card>
  );
}

function Restart({ onClick }: { onClick: () => void }) {
  return (
    <div>
      <Button testId="import-again" onClick={onClick}>
        {t("import.other_file")}
      </Button>
    </div>
  );
}

interface ChooseProps {
  kind: string;
  beside: ComponentChildren;
  ready: boolean;
  busy: boolean;
  onFile: (file: File) => void;
}

function Choose({ kind, beside, ready, busy, onFile }: ChooseProps) {
  const [file, setFile] = useState<File | null>(null);
  const large = file !== null && file.size > MAX_BYTES;
  const submit = (event: Event) => {
    event.preventDefault();
    if (file && !large && ready) onFile(file);
  };
  return (
    <form class="stack import-choose" onSubmit={submit}>
      {hintText(kind) && <p class="muted">{hintText(kind)}</p>}
      <div class="field">
        <label for={`file-${kind}`}>{t("import.file")}</label>
        <input
          id={`file-${kind}`}
          class="control"
          type="file"
          accept=".xlsx,.xls,.csv,.txt"
          aria-describedby={`file-${kind}-hint`}
          aria-invalid={large}
          data-testid="import-file"
          onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)}
        />
        <div class="field-hint" id={`file-${kind}-hint`}>
          {t("import.file_hint")}
        </div>
        <div class="field-error" aria-live="polite">
          {large ? t("import.file_large") : ""}
        </div>
      </div>
      {beside}
      <div>
        <Button
          kind="primary"
          type="submit"
          busy={busy}
          disabled={file === null || large || !ready}
          testId="import-check"
        >
          {busy ? t("import.sending") : t("import.check")}
        </Button>
      </div>
    </form>
  );
}

function Progress({ upload }: { upload: Upload }) {
  const text =
    upload.stage === "planning" && upload.all > 0
      ? t("import.planning", { done: upload.done, all: upload.all })
      : t("import.reading");
  return (
    <div class="stack">
      <p role="status">{text}</p>
      <progress
        class="import-progress"
        aria-label={text}
        max={upload.all || 1}
        {...(upload.all > 0 && { value: upload.done })}
      />
    </div>
  );
}
