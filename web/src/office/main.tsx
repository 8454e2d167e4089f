import "../style/index.css";
import { restartOnNewLink, takeFragment } from "../api/linktoken";
import { mount } from "../ui";
import { Office } from "./Office";
import "../style/lessons.css";
import "./office.css";
import "./shell.css";

restartOnNewLink(window);
mount(<Office oneTime={takeFragment(location, history)} />);
