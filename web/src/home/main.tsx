import "../style/index.css";
import { mount } from "../ui";
import { HomePage } from "./HomePage";
import "./home.css";

mount(<HomePage resume={sessionStorage.getItem("bg.day") !== null} />);
