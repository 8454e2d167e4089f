/** A week of periods as a table: rows are periods of each session, columns the days. */
import { t } from "../../../i18n";
import { fullName } from "../../../i18n/names";
import { Notice } from "../../../ui";
import { type Cell, SESSIONS } from "../data";
import { dayName, sessionName } from "../words";
import { type Names, subjectName, teacherOf } from "./names";

interface TimetableGridProps {
  cells: readonly Cell[];
  names: Names;
  /** Of a teacher: cells say the class; else the teacher. */
  byTeacher: boolean;
}

export function TimetableGrid({ cells, names, byTeacher }: TimetableGridProps) {
  if (cells.length === 0) return <Notice silent>{t("plan.empty")}</Notice>;
  const days = [1, 2, 3, 4, 5, 6, 7].filter((day) => day < 7 || cells.some(({ weekday }) => weekday === 7));
  const rows = SESSIONS.flatMap((session) => {
    const last = Math.max(0, ...cells.map((cell) => (cell.session === session ? cell.period : 0)));
    return Array.from({ length: last }, (_, at) => ({ session, period: at + 1 }));
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section class="plan-scroll" aria-label={t("plan.tab.timetable")} tabIndex={0}>
      <table class="plan-timetable" data-testid="timetable">
        <thead>
          <tr>
            <th scope="col">{t("plan.period")}</th>
            {days.map((day) => (
              <th key={day} scope="col">
                {dayName(day)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ session, period }) => (
            <tr key={`${session} ${period}`}>
              <th scope="row">
                <span class="small muted">{sessionName(session)}</span> <span class="numbers">{period}</span>
              </th>
              {days.map((day) => (
                <td key={day}>
                  {cells
                    .filter((one) => one.weekday === day && one.session === session && one.period === period)
                    .map((cell) => (
                      <Period key={cell.class_id} cell={cell} names={names} byTeacher={byTeacher} />
                    ))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Period({ cell, names, byTeacher }: { cell: Cell; names: Names; byTeacher: boolean }) {
  const teacher = names.teachers.find(({ id }) => id === teacherOf(cell, names));
  const room = names.classes.find(({ id }) => id === cell.class_id);
  return (
    <div class="plan-cell">
      <strong>{subjectName(cell, names)}</strong>
      <span class="small muted">
        {[byTeacher ? room?.code : teacher && fullName(teacher), cell.room].filter(Boolean).join(" · ")}
      </span>
    </div>
  );
}
