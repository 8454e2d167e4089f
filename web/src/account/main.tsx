import "../style/index.css";
import { keepToken, restartOnNewLink } from "../api/linktoken";
import { mount } from "../ui";
import { AccountPage } from "./AccountPage";
import "./account.css";

const KEY = "bg.reset";
const token = keepToken(KEY, location, history, sessionStorage);

restartOnNewLink(window);
mount(
  <AccountPage
    token={token}
    go={(address) => {
      sessionStorage.removeItem(KEY);
      location.replace(address);
    }}
  />,
);
