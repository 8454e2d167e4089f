import "../style/index.css";
import { restartOnNewLink, takeFragment } from "../api/linktoken";
import { mount } from "../ui";
import { FamilyPage } from "./FamilyPage";
import "./told.css";
import "./family.css";

const secret = takeFragment(location, history);

restartOnNewLink(window);
mount(<FamilyPage secret={secret} />);
