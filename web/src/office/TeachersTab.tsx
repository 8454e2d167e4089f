/** The school's teachers and their day links. */
import { useLoad } from "../api/useLoad";
import { t } from "../i18n";
import { calledName, fullName } from "../i18n/names";
import { Card, PersonIcon } from "../ui";
import { ConsentChoice } from "./ConsentChoice";
import { dayLink, type Teacher, teachers } from "./data";
import { Listed } from "./frame/Listed";
import { may } from "./frame/session";
import { PersonalLink } from "./lessons/PersonalLink";

export function TeachersTab() {
  const loaded = useLoad("teachers", teachers);
  return (
    <Listed from={loaded}>{(all) => (all.length === 0 ? <NoTeachers /> : <Teachers all={all} />)}</Listed>
  );
}

function NoTeachers() {
  return (
    <div class="card empty">
      <PersonIcon size="2.5rem" />
      <h2>{t("teachers.none")}</h2>
      <p class="muted">{t("classes.none_hint")}</p>
    </div>
  );
}

function Teachers({ all }: { all: Teacher[] }) {
  return (
    <Card title={t("office.teachers")}>
      {may("accounts.manage") && <p class="muted small">{t("people.link_hint")}</p>}
      {may("consents.read") && <p class="muted small">{t("consent.hint")}</p>}
      <ol class="people people-consent">
        {all.map((teacher, place) => (
          <li key={teacher.id}>
            <span class="people-number numbers muted">{place + 1}</span>
            <span class="people-name">{fullName(teacher)}</span>
            {teacher.recording_consent !== null && (
              <ConsentChoice
                person={teacher.id}
                name={fullName(teacher)}
                consent={teacher.recording_consent}
              />
            )}
            {may("accounts.manage") && (
              <PersonalLink
                name={calledName(teacher)}
                text={t("link.day")}
                label={t("link.day_of", { name: fullName(teacher) })}
                small
                fetchLink={() => dayLink(teacher.id)}
              />
            )}
          </li>
        ))}
      </ol>
    </Card>
  );
}
