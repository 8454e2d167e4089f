/** A pupil is known: the device remembers, and the day page follows. Who could not prove it is told what happens next. */
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n";
import { deviceStorage, forget, remember, siblings } from "../lib/siblings";
import { Button, Loading, Notice } from "../ui/parts";
import type { Came } from "./data";

export function Arrived({ came }: { came: Came }) {
  const [kept, setKept] = useState(() => came.proved && (remember(deviceStorage(), came) || !crowded()));
  useEffect(() => {
    if (kept) goToDay(came);
  }, [kept, came]);
  if (kept) return <Loading />;
  if (!came.proved) return <Locked came={came} />;
  return (
    <section class="card" aria-labelledby="full">
      <h2 id="full">{t("way.full_title")}</h2>
      <p>{t("way.full", { name: came.name })}</p>
      {siblings(deviceStorage()).map(({ person, name }) => (
        <Button
          key={person}
          onClick={() => {
            forget(deviceStorage(), person);
            setKept(remember(deviceStorage(), came));
          }}
        >
          {t("siblings.remove_one", { name })}
        </Button>
      ))}
      <Button kind="primary" onClick={() => goToDay(came)}>
        {t("way.without")}
      </Button>
    </section>
  );
}

function Locked({ came }: { came: Came }) {
  return (
    <section class="card" data-testid="way-locked">
      <Notice tone="warn" title={t("way.locked_title")}>
        <p>{t("way.locked")}</p>
      </Notice>
      <Button kind="primary" size="big" wide onClick={() => goToDay(came)}>
        {t("way.to_day")}
      </Button>
    </section>
  );
}

/** Whether others fill the device; else it cannot remember anybody, and going on is all there is. */
const crowded = () => siblings(deviceStorage()).length > 0;

function goToDay({ token }: Came): void {
  sessionStorage.setItem("bg.day", token);
  location.assign("/day");
}
