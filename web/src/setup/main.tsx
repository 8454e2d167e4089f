import "../style/index.css";
import { t } from "../i18n";
import { mount } from "../ui/mount";

mount(<main>{t("app.name")}</main>);
