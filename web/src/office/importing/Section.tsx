/** Lists of people from files: pupils or teachers. */
import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { TextField } from "../../ui";
import { Importer } from "./Importer";
import { kindText } from "./words";

const KINDS = ["roster", "staff"] as const;

export function Section() {
  const [kind, setKind] = useState<(typeof KINDS)[number]>("roster");
  const [ofClass, setOfClass] = useState("");
  const options: Record<string, string> =
    kind === "roster" && ofClass.trim() ? { class: ofClass.trim() } : {};
  return (
    <div class="stack">
      <fieldset class="class-chips">
        <legend class="said">{t("import.kind")}</legend>
        {KINDS.map((one) => (
          <button
            key={one}
            type="button"
            class="button button-quiet"
            aria-pressed={one === kind}
            data-testid={`import-${one}`}
            onClick={() => setKind(one)}
          >
            {kindText(one)}
          </button>
        ))}
      </fieldset>
      <Importer
        key={kind}
        kind={kind}
        options={options}
        beside={
          kind === "roster" && (
            <TextField label={t("import.class")} value={ofClass} maxLength={20} onValue={setOfClass} />
          )
        }
      />
    </div>
  );
}
