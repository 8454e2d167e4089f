// Which way sound and picture take; and when none works, what was tried and whom to ask for what.

import { t } from "../../i18n";
import { mediaPort } from "../../lib/media/ice";
import type { Seen, Tried } from "../../lib/media/path";
import { Notice } from "../../ui/parts";
import type { Room } from "../room";
import { usePath, useProbe } from "./path";

/** On the card, before the tap. */
export function ProbedPath() {
  const seen = useProbe();
  if (!seen) return null;
  if (seen.blocked) return <Blocked why={seen.finding.why} />;
  return <PathWords seen={seen} />;
}

/** In class, for whoever wants to know: the way in use. */
export function PathNote({ room }: { room: Room }) {
  const seen = usePath(room);
  return seen && seen.finding.path !== "none" ? <PathWords seen={seen} /> : null;
}

/** In class: nothing, until media fails while the class is reached. */
export function BlockedPath({ room }: { room: Room }) {
  const waits = room.connection.line.value === "connected" && room.media.receive.state.value !== "up";
  return waits ? <Waiting room={room} /> : null;
}

function Waiting({ room }: { room: Room }) {
  const seen = usePath(room);
  return seen?.blocked ? <Blocked why={seen.finding.why} /> : null;
}

function PathWords({ seen }: { seen: Seen }) {
  const path = seen.finding.path === "none" ? "trying" : seen.finding.path;
  return (
    <p class="muted small" data-testid="path" data-path={path}>
      {t(`class.path.${path}`)}
    </p>
  );
}

function Blocked({ why }: { why: Tried[] }) {
  const port = why.find((tried) => tried.port > 0)?.port ?? mediaPort.value?.port;
  const host = mediaPort.value?.addresses.join(", ") ?? location.hostname;
  return (
    <div data-testid="path" data-path="none">
      <Notice tone="warn">
        <p>{t("class.path.blocked")}</p>
        {why.length > 0 && <p>{t("class.path.tried", { ways: why.map(words).join(", ") })}</p>}
        {port !== undefined && <p>{t("class.path.technician", { port, host })}</p>}
      </Notice>
    </div>
  );
}

function words({ way, port }: Tried): string {
  return way === "relay" ? t("class.path.way.relay") : t(`class.path.way.${way}`, { port });
}
