/** Families of a class: who answered about recording, who read the rules; links and slips. */
import { useState } from "preact/hooks";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { Notice } from "../../ui";
import { classes, type SchoolClass } from "../data";
import { ClassSelect } from "../frame/ClassSelect";
import { Listed } from "../frame/Listed";
import { reached } from "../frame/reached";
import type { SectionProps } from "../frame/section";
import { may } from "../frame/session";
import { ClassFamilies } from "./ClassFamilies";

export function Section({ session }: SectionProps) {
  const loaded = useLoad("classes", classes);
  return (
    <Listed from={loaded}>
      {(all) => {
        const mine = reached(session, all);
        return mine.length === 0 ? (
          <Notice silent>{t("families.no_class")}</Notice>
        ) : (
          <Classes all={mine} person={session.person} />
        );
      }}
    </Listed>
  );
}

function Classes({ all, person }: { all: SchoolClass[]; person: string | null }) {
  const [chosen, setChosen] = useState(
    (all.find(({ homeroom }) => person !== null && homeroom === person) ?? all[0])?.id ?? "",
  );
  return (
    <div class="stack">
      <p class="muted">{t("families.hint")}</p>
      <ClassSelect all={all} value={chosen} person={person} onValue={setChosen} />
      <ClassFamilies key={chosen} id={chosen} writes={may("consents.write")} />
    </div>
  );
}
