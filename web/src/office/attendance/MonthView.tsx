/** A class's month: sums, weeks, files, the matrix (on phones a list), and the evidence of the cell that was pressed. */
import { useCallback, useState } from "preact/hooks";
import { t } from "../../i18n";
import { formatNumber } from "../../i18n/format";
import { Button, ButtonLink, CalendarIcon, DownloadIcon, EditIcon } from "../../ui";
import { useNarrow } from "../day/useNarrow";
import { fileHref, type Month } from "./data";
import { ExcuseDialog } from "./ExcuseDialog";
import { EvidenceDialog } from "./evidence/EvidenceDialog";
import { Legend } from "./Legend";
import { Matrix } from "./Matrix";
import { PupilList } from "./PupilList";
import { summed } from "./show";
import { Weeks } from "./Weeks";

interface MonthViewProps {
  month: Month;
  /** "2026-11". */
  asked: string;
  acts: readonly string[];
  onChange: () => void;
}

export interface Pressed {
  lesson: string;
  person: string;
}

export function MonthView({ month, asked, acts, onChange }: MonthViewProps) {
  const [pressed, setPressed] = useState<Pressed | null>(null);
  const [excusing, setExcusing] = useState(false);
  const open = useCallback((lesson: string, person: string) => setPressed({ lesson, person }), []);
  const narrow = useNarrow();
  const label = t("month.of", { name: month.class_name, month: asked.split("-").reverse().join("/") });
  if (month.periods.length === 0) return <Nothing />;
  return (
    <>
      <p role="status" class="numbers">
        {sumText(month)}
      </p>
      <Weeks month={month} acts={acts} onChange={onChange} />
      <div class="row">
        {acts.includes("attendance.mark") && (
          <Button icon={<EditIcon />} testId="excuse" onClick={() => setExcusing(true)}>
            {t("excuse.open")}
          </Button>
        )}
        <ButtonLink icon={<DownloadIcon />} href={fileHref(month.class, asked, "xlsx")} testId="month-excel">
          {t("month.excel")}
        </ButtonLink>
        <ButtonLink icon={<DownloadIcon />} href={fileHref(month.class, asked, "csv")}>
          {t("month.csv")}
        </ButtonLink>
      </div>
      <p class="small muted">{t("month.hint")}</p>
      {narrow ? (
        <PupilList month={month} onOpen={open} />
      ) : (
        <Matrix month={month} label={label} onOpen={open} />
      )}
      <Legend />
      {pressed && <EvidenceDialog {...pressed} onChange={onChange} onClose={() => setPressed(null)} />}
      {excusing && <ExcuseDialog month={month} onChange={onChange} onClose={() => setExcusing(false)} />}
    </>
  );
}

function Nothing() {
  return (
    <div class="card empty">
      <CalendarIcon size="2.5rem" />
      <h2>{t("month.none")}</h2>
      <p class="muted">{t("month.none_hint")}</p>
    </div>
  );
}

function sumText({ periods, pupils }: Month): string {
  const { held, present, excused, unexcused, unknown } = summed(pupils);
  const share = formatNumber(held === 0 ? 0 : (100 * present) / held, 1);
  return t("month.sum", { periods: periods.length, share, excused, unexcused, unknown });
}
