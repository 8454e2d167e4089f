// The page of a recording: whoever was in the class, and the school, watch a period again.

import "../style/index.css";
import { restartOnNewLink } from "../api/linktoken";
import { mount } from "../ui";
import { ReplayPage } from "./ReplayPage";
import "../class/style/stage.css";
import "../class/style/chat.css";
import "./replay.css";

restartOnNewLink(window);
mount(<ReplayPage />);
