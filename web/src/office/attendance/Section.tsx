/** Attendance: a class and a month, its matrix, its weeks, its files. */
import { useState } from "preact/hooks";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { dateOf } from "../../i18n/format";
import { BackIcon, Button, Field, ForwardIcon, Notice } from "../../ui";
import { classes, type Me, type SchoolClass } from "../data";
import { ClassSelect } from "../frame/ClassSelect";
import { Listed } from "../frame/Listed";
import { offered } from "../frame/offered";
import { goTo } from "../frame/route";
import type { SectionProps } from "../frame/section";
import { monthOf } from "./data";
import { MonthView } from "./MonthView";
import { otherMonth } from "./show";
import "./attendance.css";

const OF_ALL = new Set(["office", "head", "deputy", "inspector"]);

/** Its path: [class, month]. */
export function Section({ session, path }: SectionProps) {
  const loaded = useLoad("classes", classes);
  return (
    <Listed from={loaded}>
      {(found) => {
        const all = offered(session, found, OF_ALL);
        if (all.length === 0) return <Notice silent>{t("month.no_class")}</Notice>;
        return <Chosen all={all} path={path} session={session} />;
      }}
    </Listed>
  );
}

const MONTH = /^20\d\d-(0[1-9]|1[0-2])$/;

function Chosen({ all, path, session }: { all: SchoolClass[]; path: readonly string[]; session: Me }) {
  const [word, then] = path;
  const [today] = useState(() => dateOf(Date.now()).slice(0, 7));
  const of = all.find(({ id }) => id === word) ?? all[0];
  const month = then && MONTH.test(then) ? then : today;
  const loaded = useLoad(`month ${of?.id} ${month}`, () => monthOf(of?.id ?? "", month));
  if (!of) return null;
  const go = (id: string, to: string) => goTo("attendance", id, to);
  return (
    <div class="stack">
      <div class="month-choice">
        <ClassSelect all={all} value={of.id} person={session.person} onValue={(id) => go(id, month)} />
        <MonthPicker month={month} onMonth={(to) => go(of.id, to)} />
      </div>
      <Listed from={loaded}>
        {(found) => (
          <MonthView
            key={`${of.id} ${month}`}
            month={found}
            asked={month}
            acts={session.acts}
            onChange={loaded.reload}
          />
        )}
      </Listed>
    </div>
  );
}

function MonthPicker({ month, onMonth }: { month: string; onMonth: (month: string) => void }) {
  return (
    <Field label={t("month.month")}>
      {(control) => (
        <div class="row month-picker">
          <Button
            icon={<BackIcon />}
            label={t("month.before")}
            onClick={() => onMonth(otherMonth(month, -1))}
          />
          {/* A browser without months shows a text field: "2026-11" can be typed. */}
          <input
            {...control}
            type="month"
            value={month}
            pattern="20[0-9]{2}-[0-9]{2}"
            onChange={({ currentTarget: { value } }) => MONTH.test(value) && onMonth(value)}
          />
          <Button
            icon={<ForwardIcon />}
            label={t("month.after")}
            onClick={() => onMonth(otherMonth(month, 1))}
          />
        </div>
      )}
    </Field>
  );
}
