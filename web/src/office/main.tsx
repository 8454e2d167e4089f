import "../style/index.css";
import { restartOnNewLink, takeFragment } from "../api/linktoken";
import { mount } from "../ui";
import { Office } from "./frame/Office";
import "../style/lessons.css";
import "./office.css";
import "./frame/shell.css";
import "./frame/boxes.css";

restartOnNewLink(window);
const came = new URLSearchParams(location.search);
const oneTime = takeFragment(location, history);
if (location.search) history.replaceState(null, "", location.pathname + location.hash);
mount(<Office oneTime={oneTime} came={came} />);
