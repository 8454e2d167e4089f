import "../style/index.css";
import { restartOnNewLink } from "../api/linktoken";
import { t } from "../i18n";
import { mount, Notice, Page } from "../ui";
import { enter } from "./entry";
import { RecordPage } from "./RecordPage";
import "./record.css";
import "../sheet/sheet.css";

const entry = enter(location, history, sessionStorage);

restartOnNewLink(window);
mount(
  entry ? (
    <RecordPage entry={entry} />
  ) : (
    <Page title={t("record.title")} narrow>
      <Notice tone="warn">{t("problem.no_link")}</Notice>
    </Page>
  ),
);
