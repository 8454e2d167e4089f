/** The school's plan: calendar, bells, subjects, assignments, programmes, timetables. */
import { t } from "../../i18n";
import { Tabs } from "../../ui";
import { goTo } from "../frame/route";
import type { SectionProps } from "../frame/section";
import { AssignmentsTab } from "./assigned/AssignmentsTab";
import { BellsTab } from "./BellsTab";
import { CalendarTab } from "./CalendarTab";
import { ProgrammesTab } from "./programmes/ProgrammesTab";
import { SubjectsTab } from "./SubjectsTab";
import { TimetableTab } from "./timetable/TimetableTab";
import "./plan.css";

const TABS = ["calendar", "bells", "subjects", "assignments", "programmes", "timetable"] as const;
type TabId = (typeof TABS)[number];

export function Section({ session, path }: SectionProps) {
  const chosen = TABS.find((one) => one === path[0]) ?? "timetable";
  const writes = session.acts.includes("plan.write");
  return (
    <Tabs<TabId>
      label={t("plan.title")}
      tabs={TABS.map((id) => ({ id, text: t(`plan.tab.${id}`) }))}
      chosen={chosen}
      onChoose={(id) => goTo("plan", id)}
    >
      {chosen === "calendar" && <CalendarTab writes={writes} />}
      {chosen === "bells" && <BellsTab writes={writes} />}
      {chosen === "subjects" && <SubjectsTab writes={writes} />}
      {chosen === "assignments" && <AssignmentsTab writes={writes} />}
      {chosen === "programmes" && <ProgrammesTab writes={writes} />}
      {chosen === "timetable" && <TimetableTab writes={writes} />}
    </Tabs>
  );
}
