import "../style/index.css";
import { keepToken, restartOnNewLink } from "../api/linktoken";
import { t } from "../i18n";
import { mount, Notice, Page } from "../ui";
import { DayPage } from "./DayPage";
import "../style/lessons.css";
import "./day.css";

const token = keepToken("bg.day", location, history, sessionStorage);

function NoLink() {
  return (
    <Page title={t("day.title")} narrow>
      <div class="stack">
        <h1>{t("day.title")}</h1>
        <Notice tone="warn">{t("problem.no_link")}</Notice>
      </div>
    </Page>
  );
}

restartOnNewLink(window);
mount(token === null ? <NoLink /> : <DayPage token={token} />);
