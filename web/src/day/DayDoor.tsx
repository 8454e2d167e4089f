/** Whose day this is: the link's, the only pupil this device remembers, or the one chosen among several. */
import { useState } from "preact/hooks";
import { t } from "../i18n";
import { deviceStorage, forget, type Sibling, siblings } from "../lib/siblings";
import { Button, Notice, Page, PeopleIcon } from "../ui/parts";
import { Chooser } from "./Chooser";
import { DayPage } from "./DayPage";

const TAB = "bg.day";

/** `token`: of the link, or of who was chosen in this tab before. */
export function DayDoor({ token }: { token: string | null }) {
  const [all, setAll] = useState(() => siblings(deviceStorage()));
  const [chosen, setChosen] = useState(token ?? onlyOne(all));
  const choose = ({ token: next }: Sibling) => {
    sessionStorage.setItem(TAB, next);
    setChosen(next);
  };
  const leave = ({ person }: Sibling) => {
    forget(deviceStorage(), person);
    const left = siblings(deviceStorage());
    setAll(left);
    setChosen(onlyOne(left));
  };
  if (chosen === null && all.length === 0) return <NoLink />;
  if (chosen === null) return <Chooser all={all} onChoose={choose} onForget={leave} />;
  const mine = all.some((one) => one.token === chosen);
  const back = () => {
    sessionStorage.removeItem(TAB);
    setChosen(null);
  };
  return <DayPage key={chosen} token={chosen} actions={mine && <Switch onClick={back} />} />;
}

function Switch({ onClick }: { onClick: () => void }) {
  return (
    <Button kind="plain" icon={<PeopleIcon />} label={t("siblings.switch")} testId="switch" onClick={onClick}>
      <span class="wide-only">{t("siblings.switch")}</span>
    </Button>
  );
}

/** With one pupil there is nothing to choose. */
function onlyOne(all: readonly Sibling[]): string | null {
  const [first, second] = all;
  return first && !second ? first.token : null;
}

function NoLink() {
  return (
    <Page title={t("day.title")} narrow>
      <div class="stack">
        <h1>{t("day.title")}</h1>
        <Notice tone="warn">{t("problem.no_link")}</Notice>
      </div>
    </Page>
  );
}
