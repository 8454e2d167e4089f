import "../style/index.css";
import { takeFragment } from "../api/linktoken";
import { mount } from "../ui";
import { Office } from "./Office";
import "../style/lessons.css";
import "./office.css";

mount(<Office oneTime={takeFragment(location, history)} />);
