/** Headings nobody knows yet: a person says once what each means. */
import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { Button, Notice, SelectField } from "../../ui";
import type { Upload } from "./data";
import { fieldText } from "./words";

export interface HeadingsProps {
  upload: Upload;
  busy: boolean;
  onMapped: (mapping: Record<string, string>) => void;
}

export function Headings({ upload, busy, onMapped }: HeadingsProps) {
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const options = [
    { value: "", text: t("import.ignore") },
    ...upload.fields.map((field) => ({ value: field, text: fieldText(field) })),
  ];
  const apply = () =>
    onMapped(Object.fromEntries(upload.unknown.map(({ folded }) => [folded, chosen[folded] ?? ""])));
  return (
    <details class="import-group" open={upload.no_heading} data-testid="import-headings">
      <summary>{t("import.count", { name: t("import.headings"), n: upload.unknown.length })}</summary>
      <div class="stack">
        {upload.no_heading && <Notice tone="warn">{t("import.no_heading")}</Notice>}
        <p class="muted small">{t("import.headings_hint")}</p>
        <div class="import-headings">
          {upload.unknown.map(({ heading, folded, samples }) => (
            <SelectField
              key={folded}
              label={t("import.column", { name: heading })}
              hint={samples.length > 0 ? t("import.sample", { text: samples.join(" · ") }) : ""}
              value={chosen[folded] ?? ""}
              options={options}
              onValue={(value) => setChosen({ ...chosen, [folded]: value })}
            />
          ))}
        </div>
        <div>
          <Button busy={busy} testId="import-map" onClick={apply}>
            {t("import.apply")}
          </Button>
        </div>
      </div>
    </details>
  );
}
