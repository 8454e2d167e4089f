/** The leaders' view: what was planned and held by class, teacher and subject. No order of pupils or marks. */
import { useState } from "preact/hooks";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { dateOf, formatDate, instantOf } from "../../i18n/format";
import { fullName } from "../../i18n/names";
import { BookIcon, CalendarIcon, PeopleIcon, PersonIcon, Tabs } from "../../ui";
import { Listed } from "../frame/Listed";
import { type Overview, overviewOf } from "./data";
import { SpanChoice } from "./SpanChoice";
import { SumsTable } from "./SumsTable";
import { empty, type Line, type Span, weekOf } from "./sums";
import "./overview.css";

export function Section() {
  const [span, setSpan] = useState<Span>(() => weekOf(dateOf(Date.now())));
  const loaded = useLoad(`overview ${span.first} ${span.last}`, () => overviewOf(span.first, span.last));
  return (
    <div class="stack">
      <SpanChoice span={span} onSpan={setSpan} />
      <p class="muted numbers" role="status">
        {t("overview.of", { from: dayText(span.first), to: dayText(span.last) })}
      </p>
      <Listed from={loaded}>{(found) => (empty(found) ? <Nothing /> : <Tables found={found} />)}</Listed>
      <p class="small muted">{t("overview.hint")}</p>
    </div>
  );
}

const dayText = (day: string) => formatDate(instantOf(day, "12:00"));

function Nothing() {
  return (
    <div class="card empty">
      <CalendarIcon size="2.5rem" />
      <h2>{t("overview.none")}</h2>
      <p class="muted">{t("overview.none_hint")}</p>
    </div>
  );
}

type Part = "classes" | "teachers" | "subjects";

function Tables({ found }: { found: Overview }) {
  const [part, setPart] = useState<Part>("classes");
  const tabs = [
    { id: "classes", text: t("overview.classes"), icon: <PeopleIcon /> },
    { id: "teachers", text: t("overview.teachers"), icon: <PersonIcon /> },
    { id: "subjects", text: t("overview.subjects"), icon: <BookIcon /> },
  ] as const;
  return (
    <div>
      <Tabs label={t("overview.by")} tabs={tabs} chosen={part} onChoose={setPart}>
        <SumsTable key={part} heading={t(`overview.${part}`)} lines={linesOf(found, part)} />
      </Tabs>
    </div>
  );
}

function linesOf({ classes, teachers, subjects }: Overview, part: Part): Line[] {
  if (part === "classes") return classes.map(({ id, code, periods }) => ({ key: id, name: code, periods }));
  if (part === "subjects")
    return subjects.map(({ subject, periods }) => ({ key: subject, name: subject, periods }));
  return teachers.map(({ id, periods, ...teacher }) => ({ key: id, name: fullName(teacher), periods }));
}
