/** The school's classes and their pupils, in the order of the class list. */
import { useState } from "preact/hooks";
import { useLoad } from "../api/useLoad";
import { t } from "../i18n";
import { Card, Notice, PeopleIcon } from "../ui";
import { ConsentChoice } from "./ConsentChoice";
import { classes, dayLink, type SchoolClass, studentsOf } from "./data";
import { Listed } from "./frame/Listed";
import { may } from "./frame/session";
import { PersonalLink } from "./lessons/PersonalLink";
import { RecordingDefault } from "./lessons/RecordingDefault";

export function ClassesTab() {
  const loaded = useLoad("classes", classes);
  return <Listed from={loaded}>{(all) => (all.length === 0 ? <NoClasses /> : <Classes all={all} />)}</Listed>;
}

function NoClasses() {
  return (
    <div class="card empty">
      <PeopleIcon size="2.5rem" />
      <h2>{t("classes.none")}</h2>
      <p class="muted">{t("classes.none_hint")}</p>
    </div>
  );
}

function Classes({ all }: { all: SchoolClass[] }) {
  const [chosen, setChosen] = useState(all[0]?.id);
  const open = all.find(({ id }) => id === chosen);
  return (
    <div class="stack">
      {may("settings.write") && <RecordingDefault />}
      <fieldset class="class-chips">
        <legend class="said">{t("new.class")}</legend>
        {all.map(({ id, code, size }) => (
          <button
            key={id}
            type="button"
            class="button button-quiet"
            aria-pressed={id === chosen}
            onClick={() => setChosen(id)}
          >
            <strong>{code}</strong>
            <span class="small">{t("classes.pupils", { n: size })}</span>
          </button>
        ))}
      </fieldset>
      {open && <Pupils of={open} key={open.id} />}
    </div>
  );
}

function Pupils({ of }: { of: SchoolClass }) {
  const loaded = useLoad(`pupils ${of.id}`, () => studentsOf(of.id));
  return (
    <Card title={t("classes.list_of", { name: of.code })}>
      {may("accounts.manage") && <p class="muted small">{t("people.link_hint")}</p>}
      {may("consents.read") && <p class="muted small">{t("consent.hint")}</p>}
      <Listed from={loaded}>
        {(pupils) =>
          pupils.length === 0 ? (
            <Notice silent>{t("classes.empty")}</Notice>
          ) : (
            <ol class="people people-consent">
              {pupils.map(({ id, stt, name, recording_consent: consent }) => (
                <li key={id}>
                  <span class="people-number numbers muted">{stt}</span>
                  <span class="people-name">{name}</span>
                  {consent !== null && <ConsentChoice person={id} name={name} consent={consent} />}
                  {may("accounts.manage") && (
                    <PersonalLink
                      name={name}
                      text={t("link.day")}
                      label={t("link.day_of", { name })}
                      small
                      fetchLink={() => dayLink(id)}
                    />
                  )}
                </li>
              ))}
            </ol>
          )
        }
      </Listed>
    </Card>
  );
}
