import "../style/index.css";
import { keepToken, restartOnNewLink } from "../api/linktoken";
import { mount } from "../ui";
import { WayPage } from "./WayPage";
import { wayOf } from "./where";
import "../day/picture.css";
import "./way.css";

const secret = keepToken(`bg.way.${location.pathname}`, location, history, sessionStorage);

restartOnNewLink(window);
mount(<WayPage way={wayOf(location.pathname)} secret={secret} />);
