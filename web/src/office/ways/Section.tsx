/** Ways in: a class's link, its pupils' cards, pupils who answered wrong too often. */
import { useState } from "preact/hooks";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { Card, Notice } from "../../ui";
import { classes, type SchoolClass } from "../data";
import { Listed } from "../Listed";
import { ClassWays } from "./ClassWays";

export function Section() {
  const loaded = useLoad("classes", classes);
  return (
    <Listed from={loaded}>
      {(all) => (all.length === 0 ? <Notice silent>{t("classes.none")}</Notice> : <Classes all={all} />)}
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
