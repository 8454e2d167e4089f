/** The month on a phone: pupils with their counts; opened, the days with their periods. */
import { useId, useState } from "preact/hooks";
import { t } from "../../i18n";
import { formatDay, instantOf } from "../../i18n/format";
import { DownIcon } from "../../ui";
import { CellButton } from "./CellButton";
import type { Month, PupilRow } from "./data";
import { daysOf, periodText } from "./show";

interface PupilListProps {
  month: Month;
  onOpen: (lesson: string, person: string) => void;
}

export function PupilList({ month, onOpen }: PupilListProps) {
  return (
    <ol class="month-list">
      {month.pupils.map((pupil) => (
        <Pupil key={pupil.person} pupil={pupil} month={month} onOpen={onOpen} />
      ))}
    </ol>
  );
}

function Pupil({ pupil, month, onOpen }: PupilListProps & { pupil: PupilRow }) {
  const [open, setOpen] = useState(false);
  const panel = useId();
  return (
    <li>
      <button
        type="button"
        class="month-pupil"
        aria-expanded={open}
        aria-controls={panel}
        data-testid="month-pupil"
        onClick={() => setOpen(!open)}
      >
        <span class="numbers muted">{pupil.stt}</span>
        <strong>
          <bdi>{pupil.name}</bdi>
        </strong>
        <DownIcon />
        <span class="small month-counts">{counts(pupil)}</span>
      </button>
      <div id={panel} hidden={!open}>
        {open && <Days pupil={pupil} month={month} onOpen={onOpen} />}
      </div>
    </li>
  );
}

/** Presence always, the rest where there is any: "Có mặt 20/22 · Vắng có phép (P) 2". */
function counts({ totals }: PupilRow): string {
  const words = [`${t("month.present")} ${totals.present}/${totals.held}`];
  for (const name of ["late", "excused", "unexcused", "unknown"] as const)
    if (totals[name] > 0) words.push(`${t(`month.${name}`)} ${totals[name]}`);
  return words.join(" · ");
}

function Days({ pupil, month: { periods }, onOpen }: PupilListProps & { pupil: PupilRow }) {
  return (
    <ol class="month-days" aria-label={t("month.cells", { name: pupil.name })}>
      {daysOf(periods).map(({ day, places }) => (
        <li key={day}>
          <span class="small muted">{formatDay(instantOf(day, "12:00"))}</span>
          <div class="row">
            {places.map((place) => {
              const [period, cell] = [periods[place], pupil.cells[place]];
              if (!period || !cell) return null;
              return (
                <CellButton
                  key={period.lesson}
                  cell={cell}
                  before={periodText(period)}
                  onPress={() => onOpen(period.lesson, pupil.person)}
                />
              );
            })}
          </div>
        </li>
      ))}
    </ol>
  );
}
