/** What an address of a way in shows: first, inside a chat app, the way out of it. */
import { useState } from "preact/hooks";
import { InApp } from "../class/entry/InApp";
import { t } from "../i18n";
import { inApp } from "../lib/browser";
import { Notice, Page } from "../ui/parts";
import { CardWay } from "./CardWay";
import { ClassWay } from "./ClassWay";
import { GuestWay } from "./GuestWay";
import type { Way } from "./where";

/** `secret`: what stood behind # in the link; null: nothing did. */
export function WayPage({ way, secret }: { way: Way | null; secret: string | null }) {
  const [stay, setStay] = useState(inApp(navigator.userAgent) === null);
  if (way === null || secret === null) return <NoLink />;
  const link = `${location.origin}${location.pathname}#${secret}`;
  if (!stay) return <InApp link={link} onStay={() => setStay(true)} />;
  if (way.kind === "class") return <ClassWay id={way.id} secret={secret} />;
  return way.kind === "card" ? <CardWay mark={secret} /> : <GuestWay link={secret} />;
}

function NoLink() {
  return (
    <Page title={t("way.title")} narrow>
      <div class="stack">
        <h1>{t("way.title")}</h1>
        <Notice tone="warn">{t("problem.no_link")}</Notice>
      </div>
    </Page>
  );
}
