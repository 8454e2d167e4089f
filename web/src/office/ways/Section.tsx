/** Ways in: a class's link, its pupils' cards, pupils who answered wrong too often. */
import { useState } from "preact/hooks";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { Card, Notice } from "../../ui";
import { classes, type SchoolClass } from "../data";
import { Listed } from "../frame/Listed";
import { offered } from "../frame/offered";
import type { SectionProps } from "../frame/section";
import { ClassWays } from "./ClassWays";

/** Roles that hand out all classes' ways in; a homeroom teacher the own class's. The server asks again. */
const OF_ALL = new Set(["office", "technician"]);

export function Section({ session }: SectionProps) {
  const loaded = useLoad("classes", classes);
  return (
    <Listed from={loaded}>
      {(found) => {
        const own = offered(session, found, OF_ALL);
        return own.length === 0 ? <Notice silent>{t("ways.no_class")}</Notice> : <Classes all={own} />;
      }}
    </Listed>
  );
}

function Classes({ all }: { all: SchoolClass[] }) {
  const [chosen, setChosen] = useState(all[0]?.id);
  const open = all.find(({ id }) => id === chosen);
  return (
    <div class="stack">
      <fieldset class="class-chips">
        <legend class="said">{t("new.class")}</legend>
        {all.map(({ id, code }) => (
          <button
            key={id}
            type="button"
            class="button button-quiet"
            aria-pressed={id === chosen}
            onClick={() => setChosen(id)}
          >
            {code}
          </button>
        ))}
      </fieldset>
      {open && (
        <Card key={open.id} title={t("ways.of", { name: open.code })}>
          <ClassWays id={open.id} name={open.code} />
        </Card>
      )}
    </div>
  );
}
