/** One group of a dry run, folded; its lines are fetched when it is opened, some hundred at a time. */
import { useState } from "preact/hooks";
import { problemText } from "../../api/problem";
import { t } from "../../i18n";
import { Button, Notice } from "../../ui";
import { noticeSignedOut } from "../frame/session";
import { type Group, type Line, linesOf, type Upload } from "./data";
import { codeText, fieldText } from "./words";

export function GroupLines({ upload, group }: { upload: Upload; group: Group }) {
  const [lines, setLines] = useState<Line[] | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const all = upload.counts[group];
  const more = async () => {
    setFailure(null);
    try {
      const found = await linesOf(upload, group, lines?.length ?? 0);
      setLines([...(lines ?? []), ...found.lines]);
    } catch (error) {
      if (!noticeSignedOut(error)) setFailure(error);
    }
  };
  const onToggle = (event: Event) => {
    if ((event.currentTarget as HTMLDetailsElement).open && lines === null) more();
  };
  return (
    <details class="import-group" data-group={group} data-testid={`group-${group}`} onToggle={onToggle}>
      <summary>{t("import.count", { name: t(`import.group.${group}`), n: all })}</summary>
      {failure !== null && <Notice tone="bad">{problemText(failure)}</Notice>}
      <ul>
        {lines?.map((line, place) => (
          <OneLine key={place} line={line} sheets={upload.sheets.length > 1} />
        ))}
      </ul>
      {lines !== null && lines.length < all && (
        <div class="row">
          <span class="muted small">{t("import.shown", { n: lines.length, all })}</span>
          <Button size="small" onClick={more}>
            {t("import.more")}
          </Button>
        </div>
      )}
    </details>
  );
}

/** `sheets`: several were used, so the sheet is named, too. */
function OneLine({ line, sheets }: { line: Line; sheets: boolean }) {
  return (
    <li>
      {line.row > 0 && <span class="import-row muted small numbers">{rowText(line, sheets)}</span>}
      <span>
        {line.label && <strong>{line.label}</strong>}{" "}
        {line.detail && <span class="muted">{line.detail}</span>}
        {line.code && (
          <span>
            {line.column && `${line.column}: `}
            {codeText(line.code)}
            {line.other_row !== null && ` (${t("import.other_row", { row: line.other_row })})`}
            {line.text && <q class="import-text">{line.text}</q>}
          </span>
        )}
        {line.changes.map((change) => (
          <span key={change.field} class="import-change small">
            {t("import.change", {
              field: fieldText(change.field),
              old: change.old || "–",
              new: change.new || "–",
            })}
          </span>
        ))}
      </span>
    </li>
  );
}

export function rowText({ sheet, row }: Line, sheets: boolean): string {
  return sheets ? t("import.row_in", { sheet, row }) : t("import.row", { row });
}
