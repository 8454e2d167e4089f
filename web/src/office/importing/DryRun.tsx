/** What a file would change: sums, the lines of each group, questions to a person; then the button that writes. */
import { problemText } from "../../api/problem";
import { t } from "../../i18n";
import { Button, ButtonLink, Confirm, Notice } from "../../ui";
import { Decisions } from "./Decisions";
import { errorsHref, GROUPS, type Upload } from "./data";
import { GroupLines } from "./GroupLines";
import { Headings } from "./Headings";
import type { Steps } from "./steps";
import { alsoText, leftOutText } from "./words";

export function DryRun({ upload, steps }: { upload: Upload; steps: Steps }) {
  const { counts } = upload;
  const changes = counts.added + counts.updated + counts.moved;
  const shown = GROUPS.filter((group) => group !== "undecided" && counts[group] > 0);
  return (
    <div class="stack" data-testid="dry-run">
      <h3>{t("import.result", { name: upload.filename })}</h3>
      {!upload.no_heading && <Notice silent>{t("import.nothing_written")}</Notice>}
      {upload.sheets.length > 0 && (
        <p class="muted small">{t("import.sheets", { names: upload.sheets.join(", ") })}</p>
      )}
      {[...alsoMade(upload)].map(([what, names]) => (
        <p key={what}>{alsoText(what, names.join(", "))}</p>
      ))}
      {upload.unknown.length > 0 && (
        <Headings upload={upload} busy={steps.busy} onMapped={(mapping) => steps.answer(mapping, {})} />
      )}
      {counts.undecided > 0 && (
        <Decisions upload={upload} busy={steps.busy} onDecided={(choices) => steps.answer({}, choices)} />
      )}
      {shown.map((group) => (
        <GroupLines key={`${upload.id} ${group} ${counts[group]}`} upload={upload} group={group} />
      ))}
      {!upload.no_heading && changes === 0 && <Notice silent>{t("import.nothing")}</Notice>}
      {steps.failure !== null && <Notice tone="bad">{problemText(steps.failure)}</Notice>}
      <div class="row">
        {changes > 0 && <WriteButton upload={upload} steps={steps} />}
        {counts.bad + counts.warnings > 0 && (
          <ButtonLink href={errorsHref(upload)} testId="import-errors">
            {t("import.errors")}
          </ButtonLink>
        )}
        <Button testId="import-drop" onClick={steps.restart}>
          {t("import.cancel")}
        </Button>
      </div>
    </div>
  );
}

/** Asks first when rows are left out. */
function WriteButton({ upload, steps }: { upload: Upload; steps: Steps }) {
  const { bad, undecided } = upload.counts;
  if (bad + undecided === 0) {
    return (
      <Button kind="primary" busy={steps.busy} testId="import-write" onClick={() => steps.write(false)}>
        {t("import.write")}
      </Button>
    );
  }
  return (
    <Confirm
      kind="primary"
      busy={steps.busy}
      testId="import-write"
      question={leftOutText(bad, undecided)}
      confirm={t("import.write_rest")}
      onConfirm={() => steps.write(true)}
    >
      {t("import.write")}
    </Confirm>
  );
}

function alsoMade(upload: Upload): Map<string, string[]> {
  const made = new Map<string, string[]>();
  for (const { what, name } of upload.also) made.set(what, [...(made.get(what) ?? []), name]);
  return made;
}
