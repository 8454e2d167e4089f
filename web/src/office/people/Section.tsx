/** The school's register: people, classes, departments, the step to a new year. Who may not change it sees people. */
import { useState } from "preact/hooks";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { CalendarIcon, PeopleIcon, PersonIcon, SchoolIcon, Tabs } from "../../ui";
import { Listed } from "../frame/Listed";
import { goTo } from "../frame/route";
import type { SectionProps } from "../frame/section";
import { may } from "../frame/session";
import { Classes } from "./Classes";
import { Departments } from "./Departments";
import { type Register, register } from "./data";
import { NewYear } from "./NewYear";
import { OnePerson } from "./one/OnePerson";
import { People } from "./People";
import "./people.css";

const PARTS = ["people", "classes", "departments", "year"] as const;
type Part = (typeof PARTS)[number];

/** Its path: ["person", id], ["people", class id], or one of the parts. */
export function Section({ session, path }: SectionProps) {
  const loaded = useLoad("register", register);
  return <Listed from={loaded}>{(all) => <Opened all={all} path={path} person={session.person} />}</Listed>;
}

/** Who sees only some classes begins with the own one. */
function firstClass({ whole, classes }: Register, person: string | null): string | undefined {
  if (whole) return undefined;
  const active = classes.filter((one) => one.active);
  return (active.find(({ homeroom }) => homeroom !== null && homeroom === person) ?? active[0])?.id;
}

interface OpenedProps {
  all: Register;
  path: readonly string[];
  person: string | null;
}

function Opened({ all, path, person }: OpenedProps) {
  const [now, setNow] = useState(all);
  const [word, id] = path;
  if (word === "person" && id) return <OnePerson key={id} id={id} all={now} />;
  const asked = word === "people" ? id : undefined;
  const people = <People key={asked} all={now} classId={asked ?? firstClass(now, person)} />;
  if (!may("people.write")) return people;
  const chosen: Part = PARTS.find((one) => one === word) ?? "people";
  const tabs = [
    { id: "people", text: t("register.people"), icon: <PersonIcon /> },
    { id: "classes", text: t("register.classes"), icon: <PeopleIcon /> },
    { id: "departments", text: t("register.departments"), icon: <SchoolIcon /> },
    { id: "year", text: t("register.year"), icon: <CalendarIcon /> },
  ] as const;
  return (
    <div>
      <Tabs
        label={t("register.parts")}
        tabs={tabs}
        chosen={chosen}
        onChoose={(part) => goTo("register", part)}
      >
        {chosen === "people" && people}
        {chosen === "classes" && <Classes all={now} onChanged={setNow} />}
        {chosen === "departments" && <Departments all={now} onChanged={setNow} />}
        {chosen === "year" && <NewYear onChanged={setNow} />}
      </Tabs>
    </div>
  );
}
