/** The frame of the office pages: a menu of the sections one may see, and the section that the address names. */
import type { ComponentType } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { dayPage } from "../../account/calls";
import { t } from "../../i18n";
import { fullName } from "../../i18n/names";
import {
  Button,
  ButtonLink,
  CalendarIcon,
  DownIcon,
  LeaveIcon,
  Loading,
  Notice,
  Page,
  PersonIcon,
} from "../../ui";
import type { Me } from "../data";
import { Leaving } from "./Leaving";
import { followRoute, officeHref, route } from "./route";
import type { SectionProps } from "./section";
import { SECTIONS, type SectionEntry } from "./sections";
import { leave, noticeSignedOut } from "./session";
import { unlessUnsaved } from "./unsaved";

export function Shell({ session }: { session: Me }) {
  useEffect(() => followRoute(window), []);
  const mine = SECTIONS.filter(({ act }) => session.acts.includes(act));
  const [id, ...path] = route.value;
  const open = mine.find((one) => one.id === id) ?? mine[0];
  return (
    <Page title={open ? t(open.text) : t("office.title")} wide actions={<LogOut session={session} />}>
      {open ? (
        <div class="office">
          <Menu all={mine} open={open} />
          <Leaving />
          <Body key={open.id} entry={open} path={open.id === id ? path : []} session={session} />
        </div>
      ) : (
        <div class="stack">
          <h1>{t("office.title")}</h1>
          <Notice tone="warn">{t(NOTHING[session.lapsed])}</Notice>
        </div>
      )}
    </Page>
  );
}

const NOTHING = { "": "office.nothing", over: "office.over", early: "office.early" } as const;

const teaches = ({ roles }: Me) => roles.includes("teacher");

async function toDay(): Promise<void> {
  try {
    location.assign(await dayPage());
  } catch (error) {
    noticeSignedOut(error);
  }
}

function LogOut({ session }: { session: Me }) {
  return (
    <>
      {teaches(session) && (
        <Button kind="plain" icon={<CalendarIcon />} label={t("office.my_day")} onClick={() => void toDay()}>
          <span class="wide-only">{t("office.my_day")}</span>
        </Button>
      )}
      {session.login !== null && (
        <ButtonLink kind="plain" icon={<PersonIcon />} href="/account">
          <span class="said">{t("account.title")}:</span>
          <span class="office-who small">{fullName(session)}</span>
        </ButtonLink>
      )}
      <Button
        kind="plain"
        icon={<LeaveIcon />}
        testId="logout"
        label={t("office.logout")}
        onClick={() => unlessUnsaved(leave)}
      >
        <span class="wide-only">{t("office.logout")}</span>
      </Button>
    </>
  );
}

/** Beside the page; on a narrow screen a button that opens it. */
function Menu({ all, open }: { all: readonly SectionEntry[]; open: SectionEntry }) {
  const [unfolded, setUnfolded] = useState(false);
  const list = useId();
  const button = useRef<HTMLDivElement>(null);
  // Not at the tap: who is asked about unsaved changes and stays has the link again.
  useEffect(() => setUnfolded(false), [open.id]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !unfolded) return;
    setUnfolded(false);
    button.current?.querySelector("button")?.focus();
  };
  return (
    <nav class="office-menu" aria-label={t("office.sections")} onKeyDown={onKeyDown}>
      <div class="office-menu-button" ref={button}>
        <button
          type="button"
          class="button button-quiet button-wide"
          aria-expanded={unfolded}
          aria-controls={list}
          data-testid="office-menu"
          onClick={() => setUnfolded(!unfolded)}
        >
          {open.icon}
          <span>{t("office.section_now", { name: t(open.text) })}</span>
          <DownIcon />
        </button>
      </div>
      <ul id={list} class={unfolded ? "office-menu-open" : undefined}>
        {all.map(({ id, text, icon, badge }) => (
          <li key={id}>
            <a
              href={officeHref(id)}
              aria-current={id === open.id ? "page" : undefined}
              data-testid={`section-${id}`}
              onClick={() => id === open.id && setUnfolded(false)}
            >
              {icon}
              {t(text)}
              {badge && <Badge {...badge} />}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const COUNT_EVERY_MS = 120_000;

function Badge({ count, load, text }: NonNullable<SectionEntry["badge"]>) {
  useEffect(() => {
    load();
    const timer = setInterval(() => document.visibilityState === "visible" && load(), COUNT_EVERY_MS);
    return () => clearInterval(timer);
  }, [load]);
  if (count.value === 0) return null;
  return (
    <>
      <span class="menu-badge numbers" aria-hidden="true">
        {count.value}
      </span>
      <span class="said">{text(count.value)}</span>
    </>
  );
}

interface BodyProps {
  entry: SectionEntry;
  path: readonly string[];
  session: Me;
}

/** The section under its heading, which gets the focus when one came here by the menu. */
function Body({ entry, path, session }: BodyProps) {
  const { Loaded, failed } = useSection(entry);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (opened > 0) heading.current?.focus();
    opened += 1;
  }, []);
  return (
    <div class="office-body stack">
      <h1 ref={heading} tabIndex={-1}>
        {t(entry.text)}
      </h1>
      {failed && (
        <Notice tone="bad" title={t("office.failed")}>
          <Button onClick={() => location.reload()}>{t("office.reload")}</Button>
        </Notice>
      )}
      {Loaded ? <Loaded session={session} path={path} /> : !failed && <Loading />}
    </div>
  );
}

/** How many sections were opened: the first one leaves the focus where a new page has it. */
let opened = 0;

function useSection({ load }: SectionEntry) {
  const [state, setState] = useState<{ Loaded: ComponentType<SectionProps> | null; failed: boolean }>({
    Loaded: null,
    failed: false,
  });
  useEffect(() => {
    let wanted = true;
    load().then(
      (Loaded) => wanted && setState({ Loaded, failed: false }),
      () => wanted && setState({ Loaded: null, failed: true }),
    );
    return () => {
      wanted = false;
    };
  }, [load]);
  return state;
}
