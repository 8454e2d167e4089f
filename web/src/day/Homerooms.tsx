/** A homeroom teacher's classes on the day page: link and cards of the own class. Loaded when it is opened. */
import type { ComponentType } from "preact";
import { useState } from "preact/hooks";
import { problemText } from "../api/problem";
import type { Day } from "../api/types";
import { t } from "../i18n";
import { Button, KeyIcon, Loading, Notice } from "../ui";

interface HomeroomsProps {
  classes: Day["homerooms"];
  token: string;
}

export function Homerooms({ classes, token }: HomeroomsProps) {
  return (
    <>
      {classes.map(({ id, code }) => (
        <Homeroom key={id} id={id} code={code} token={token} />
      ))}
    </>
  );
}

type Ways = ComponentType<{ id: string; name: string; token: string }>;

function Homeroom({ id, code, token }: { id: string; code: string; token: string }) {
  const [open, setOpen] = useState(false);
  const [Shown, setShown] = useState<{ Ways: Ways } | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const toggle = async () => {
    setOpen(!open);
    if (open || Shown) return;
    try {
      setShown({ Ways: (await import("../office/ways/ClassWays")).ClassWays });
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <section class="card" aria-labelledby={`home-${id}`}>
      <div class="card-head">
        <h2 id={`home-${id}`}>{t("ways.homeroom", { name: code })}</h2>
        <Button icon={<KeyIcon />} expanded={open} testId="homeroom-ways" onClick={toggle}>
          {t("ways.open")}
        </Button>
      </div>
      {open && failure !== null && <Notice tone="bad">{problemText(failure)}</Notice>}
      {open && failure === null && (Shown ? <Shown.Ways id={id} name={code} token={token} /> : <Loading />)}
    </section>
  );
}
