// The page of a recording: whoever was in the class, and the school, watch a period again.

import "../style/index.css";
import { restartOnNewLink } from "../api/linktoken";
import { common } from "../i18n/catalogue/common";
import { replay } from "../i18n/catalogue/replay";
import { include } from "../i18n/texts";
import { start } from "../ui/parts";
import { ReplayPage } from "./ReplayPage";
import "../class/style/stage.css";
import "../class/style/chat.css";
import "./replay.css";

restartOnNewLink(window);
include(common, replay);
start(<ReplayPage />);
