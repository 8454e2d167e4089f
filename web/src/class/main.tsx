// The class page of everybody: pupil, teacher, observer. The teacher's part is loaded only for teachers.

import "../style/index.css";
import { restartOnNewLink } from "../api/linktoken";
import { chat } from "../i18n/catalogue/chat";
import { classPage } from "../i18n/catalogue/class";
import { common } from "../i18n/catalogue/common";
import { door } from "../i18n/catalogue/door";
import { inApp } from "../i18n/catalogue/inapp";
import { keys } from "../i18n/catalogue/keys";
import { include } from "../i18n/texts";
import { start } from "../ui/parts";
import { ClassPage } from "./ClassPage";
import "./class.css";

restartOnNewLink(window);
include(common, classPage, inApp, door, chat, keys);
start(<ClassPage />);
