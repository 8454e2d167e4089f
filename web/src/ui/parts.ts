/** The small shared components, without the catalogue: for pages whose weight counts. Their styles are ui/style/. */
import "./style/index.css";

export { Button, ButtonLink } from "./Button";
export { Card } from "./Card";
export { Confirm } from "./Confirm";
export { CopyField } from "./CopyField";
export { Dialog } from "./Dialog";
export { Field, type Option, PasswordField, SelectField, TextField } from "./Field";
export { focusFirstInvalid, useFocusBack } from "./focus";
export * from "./icons";
export { Lamp, type LampTone } from "./Lamp";
export { LanguageSwitch } from "./LanguageSwitch";
export { Loading } from "./Loading";
export { Logo } from "./Logo";
export { Notice, type Tone } from "./Notice";
export { Page } from "./Page";
export { PhaseLamp } from "./PhaseLamp";
export { Switch } from "./Switch";
export { start } from "./start";
export { Tabs } from "./Tabs";
