import "../style/index.css";
import { keepToken, restartOnNewLink } from "../api/linktoken";
import { t } from "../i18n";
import { mount, Notice, Page } from "../ui";
import { SetupPage } from "./SetupPage";

const KEY = "bg.setup";
const token = keepToken(KEY, location, history, sessionStorage);

function NoLink() {
  return (
    <Page title={t("setup.title")} narrow>
      <div class="stack">
        <h1>{t("setup.title")}</h1>
        <Notice tone="warn">{t("setup.no_link")}</Notice>
      </div>
    </Page>
  );
}

function done(): void {
  sessionStorage.removeItem(KEY);
  location.replace("/office");
}

restartOnNewLink(window);
mount(token === null ? <NoLink /> : <SetupPage token={token} onDone={done} />);
