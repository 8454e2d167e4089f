// The ways in: first page of a pupil's phone, so it takes in its own words only.

import "../style/index.css";
import { keepToken, restartOnNewLink } from "../api/linktoken";
import { common } from "../i18n/catalogue/common";
import { inApp } from "../i18n/catalogue/inapp";
import { way } from "../i18n/catalogue/way";
import { include } from "../i18n/texts";
import { start } from "../ui/parts";
import { WayPage } from "./WayPage";
import { wayOf } from "./where";
import "../day/picture.css";
import "./way.css";

const secret = keepToken(`bg.way.${location.pathname}`, location, history, sessionStorage);

restartOnNewLink(window);
include(common, way, inApp);
start(<WayPage way={wayOf(location.pathname)} secret={secret} />);
