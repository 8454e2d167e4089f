/** A homeroom teacher's classes on the day page: link and cards of the own class, and its families. Loaded when opened. */
import type { ComponentType } from "preact";
import { useState } from "preact/hooks";
import { problemText } from "../api/problem";
import type { Day } from "../api/types";
import { t } from "../i18n";
import { allWords } from "../i18n/all";
import { Button, KeyIcon, Loading, Notice, PeopleIcon } from "../ui/parts";

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

type Part = "ways" | "families";
type Shown = ComponentType<{ id: string; name: string; token: string; writes: boolean }>;

const PARTS: Record<Part, () => Promise<Shown>> = {
  ways: async () => (await import("../office/ways/ClassWays")).ClassWays,
  families: async () => (await import("../office/families/ClassFamilies")).ClassFamilies,
};

function Homeroom({ id, code, token }: { id: string; code: string; token: string }) {
  const [open, setOpen] = useState<Part | null>(null);
  const [loaded, setLoaded] = useState<Partial<Record<Part, Shown>>>({});
  const [failure, setFailure] = useState<unknown>(null);
  const toggle = async (part: Part) => {
    setOpen(open === part ? null : part);
    setFailure(null);
    if (open === part || loaded[part]) return;
    try {
      const [Found] = await Promise.all([PARTS[part](), allWords()]);
      setLoaded((before) => ({ ...before, [part]: Found }));
    } catch (error) {
      setFailure(error);
    }
  };
  const Shown = open && loaded[open];
  return (
    <section class="card" aria-labelledby={`home-${id}`}>
      <div class="card-head">
        <h2 id={`home-${id}`}>{t("ways.homeroom", { name: code })}</h2>
        <Button
          icon={<KeyIcon />}
          expanded={open === "ways"}
          testId="homeroom-ways"
          onClick={() => void toggle("ways")}
        >
          {t("ways.open")}
        </Button>
        <Button
          icon={<PeopleIcon />}
          expanded={open === "families"}
          testId="homeroom-families"
          onClick={() => void toggle("families")}
        >
          {t("families.day_open")}
        </Button>
      </div>
      {open && failure !== null && <Notice tone="bad">{problemText(failure)}</Notice>}
      {open && failure === null && !Shown && <Loading />}
      {Shown && <Shown id={id} name={code} token={token} writes />}
    </section>
  );
}
