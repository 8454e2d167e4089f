/** Rows that could be about the wrong person: somebody chooses, nobody guesses. */
import { useState } from "preact/hooks";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { Button, SelectField } from "../../ui";
import { Listed } from "../frame/Listed";
import { type Line, linesOf, type Upload } from "./data";
import { rowText } from "./GroupLines";
import { codeText } from "./words";

export interface DecisionsProps {
  upload: Upload;
  busy: boolean;
  onDecided: (choices: Record<string, string>) => void;
}

export function Decisions({ upload, busy, onDecided }: DecisionsProps) {
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const loaded = useLoad(`${upload.id} ${upload.counts.undecided}`, () => linesOf(upload, "undecided", 0));
  const answered = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== ""));
  return (
    <section class="import-decisions stack" data-testid="import-decisions">
      <h4>{t("import.count", { name: t("import.group.undecided"), n: upload.counts.undecided })}</h4>
      <p class="muted small">{t("import.decide_hint")}</p>
      <Listed from={loaded}>
        {({ lines }) => (
          <>
            {lines.map((line) => (
              <SelectField
                key={line.key}
                label={t("import.who", { name: line.label })}
                hint={`${rowText(line, upload.sheets.length > 1)} · ${line.detail} · ${codeText(line.code)}`}
                value={chosen[line.key] ?? ""}
                options={optionsOf(line)}
                onValue={(value) => setChosen({ ...chosen, [line.key]: value })}
              />
            ))}
            <div>
              <Button
                busy={busy}
                disabled={Object.keys(answered).length === 0}
                testId="import-decide"
                onClick={() => onDecided(answered)}
              >
                {t("import.apply")}
              </Button>
            </div>
          </>
        )}
      </Listed>
    </section>
  );
}

/** Questions whose answer is always somebody or something there is. */
const NOBODY_NEW = new Set(["other_name", "unknown_subject", "unknown_teacher", "ambiguous_teacher"]);

function optionsOf(line: Line) {
  return [
    { value: "", text: t("import.later") },
    ...line.candidates.map(({ id, label, detail }) => ({
      value: id,
      text: detail ? `${label} · ${detail}` : label,
    })),
    ...(NOBODY_NEW.has(line.code) ? [] : [{ value: "new", text: t("import.is_new") }]),
    { value: "skip", text: t("import.skip") },
  ];
}
