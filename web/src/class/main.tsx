// The class page of everybody: pupil, teacher, observer. The teacher's part is loaded only for teachers.

import "../style/index.css";
import { restartOnNewLink } from "../api/linktoken";
import { mount } from "../ui";
import { ClassPage } from "./ClassPage";
import "./class.css";

restartOnNewLink(window);
mount(<ClassPage />);
