import "../style/index.css";
import { enterKept } from "../api/kept";
import { restartOnNewLink } from "../api/linktoken";
import { t } from "../i18n";
import { mount, Notice, Page } from "../ui";
import { RecordPage } from "./RecordPage";
import "./record.css";
import "../sheet/sheet.css";

const entry = enterKept("record", location, history, sessionStorage);

function NoLink() {
  return (
    <Page title={t("record.title")} narrow>
      <Notice tone="warn">{t("problem.no_link")}</Notice>
    </Page>
  );
}

restartOnNewLink(window);
mount(entry ? <RecordPage entry={entry} /> : <NoLink />);
