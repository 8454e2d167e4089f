/** The first page: what this is, and where to go. */
import { t } from "../i18n";
import {
  ButtonLink,
  CalendarIcon,
  Card,
  DataIcon,
  HandIcon,
  KeyIcon,
  LinkIcon,
  Logo,
  Page,
  SchoolIcon,
} from "../ui";

/** `resume`: this tab has opened a person's day before. */
export function HomePage({ resume }: { resume: boolean }) {
  return (
    <Page title={t("app.name")} narrow>
      <div class="stack">
        <div class="hero">
          <Logo size="4.5rem" />
          <h1>{t("app.name")}</h1>
          <p class="hero-lead">{t("home.lead")}</p>
        </div>
        <ul class="points">
          <li>
            <HandIcon size="1.5rem" />
            <span>{t("home.line1")}</span>
          </li>
          <li>
            <DataIcon size="1.5rem" />
            <span>{t("home.line2")}</span>
          </li>
          <li>
            <SchoolIcon size="1.5rem" />
            <span>{t("home.line3")}</span>
          </li>
        </ul>
        <h2 class="where">{t("home.where")}</h2>
        <Card>
          <div class="door">
            <LinkIcon size="1.75rem" />
            <div class="stack">
              <div>
                <h3>{t("home.pupil")}</h3>
                <p class="muted">{t("home.pupil_how")}</p>
              </div>
              {resume && (
                <ButtonLink kind="primary" href="/day" icon={<CalendarIcon />}>
                  {t("home.resume")}
                </ButtonLink>
              )}
            </div>
          </div>
        </Card>
        <Card>
          <div class="door">
            <KeyIcon size="1.75rem" />
            <div class="stack">
              <div>
                <h3>{t("home.office")}</h3>
                <p class="muted">{t("home.office_how")}</p>
              </div>
              <div>
                <ButtonLink href="/office">{t("home.office_enter")}</ButtonLink>
              </div>
            </div>
          </div>
        </Card>
      </div>
    </Page>
  );
}
