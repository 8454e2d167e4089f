// The card before the lesson: what it is, what it costs, one button.

import type { Mode, Role } from "../../generated/messages";
import { t } from "../../i18n";
import { formatMegabytes, formatSpan } from "../../i18n/format";
import { lessonLine } from "../../i18n/names";
import type { LessonCard } from "../../lib/api";
import { claimsOf } from "../../lib/entry";
import { estimate } from "../../lib/estimate";
import { titled } from "../../lib/lesson/names";
import { leads } from "../../lib/lesson/rights";
import { rememberMode } from "../../lib/listen-only";
import { rememberedDevices } from "../../lib/resume";
import { Button, CameraIcon, DataIcon, Lamp, Notice, Page, SoundIcon, Switch } from "../../ui/parts";
import { ProbedPath } from "../frame/PathNote";
import { RecordingNote } from "../frame/Recording";
import type { Room } from "../room";

interface Props {
  room: Room;
  card: LessonCard;
  role: Role;
  onJoin: () => void;
}

export function JoinCard({ room, card, role, onJoin }: Props) {
  const pupil = role === "student";
  const names = [room.entry.token, ...(room.entry.also ?? [])].flatMap(
    (token) => claimsOf(token)?.name ?? [],
  );
  return (
    <Page title={`${card.subject} ${card.class_name}`} narrow>
      <div class="card join-card">
        {names.length > 0 && (
          <p class="muted">
            {pupil && names.length === 1
              ? t("class.card.hello_pupil", { name: names[0] ?? "" })
              : t("class.card.hello", { name: names.join(", ") })}
          </p>
        )}
        <CardHead card={card} />
        <RecordingNote card={card} />
        {pupil && <DataChoice room={room} card={card} />}
        <Button
          kind="primary"
          size="big"
          wide
          testId="join"
          icon={role === "camera" ? <CameraIcon /> : <SoundIcon />}
          onClick={onJoin}
        >
          {joinWord(role)}
        </Button>
        {pupil && <p class="muted small center">{t("class.card.no_prompt")}</p>}
        {role === "camera" && <p class="muted small center">{t("class.card.camera.what")}</p>}
        {role === "room" && <p class="muted small center">{t("class.card.room.what")}</p>}
        {leads(role) && <p class="muted small center">{backNote(room)}</p>}
        <div class="center">
          <ProbedPath />
        </div>
        {!window.isSecureContext && <Notice tone="warn">{t("class.card.insecure")}</Notice>}
      </div>
    </Page>
  );
}

function joinWord(role: Role): string {
  if (leads(role)) return t("class.card.back");
  if (role === "camera") return t("class.card.camera.join");
  if (role === "room") return t("class.card.room.join");
  return role === "student" ? t("class.card.join") : t("class.card.watch");
}

/** What comes on with the tap of a teacher who returns. */
function backNote(room: Room): string {
  const on = rememberedDevices(sessionStorage, room.entry.lesson);
  if (on.includes("camera")) return t(on.includes("mic") ? "class.card.back_both" : "class.card.back_camera");
  return t(on.includes("mic") ? "class.card.back_mic" : "class.card.back_none");
}

export function CardHead({ card, staff = false }: { card: LessonCard; staff?: boolean }) {
  const teacher = titled(card.teacher) ?? t("class.teacher");
  return (
    <div class="card-title">
      <div class="row">
        {card.phase === "live" ? (
          <Lamp tone="good">{t("class.card.live")}</Lamp>
        ) : (
          <Lamp tone="info">{t("phase.waiting")}</Lamp>
        )}
        <span class="muted numbers">{formatSpan(card.starts_at, card.ends_at)}</span>
      </div>
      <h1>{lessonLine(card, teacher)}</h1>
      {card.title && <p>{card.title}</p>}
      {card.phase !== "live" && !staff && <p class="muted">{t("class.card.waiting")}</p>}
    </div>
  );
}

function DataChoice({ room, card }: { room: Room; card: LessonCard }) {
  const length = Date.parse(card.ends_at) - Date.parse(card.starts_at);
  const mode = room.mode.value;
  const size = (of: Mode) =>
    formatMegabytes(estimate(length, of, { width: innerWidth, height: innerHeight }));
  const choose = (listen: boolean) => {
    room.mode.value = listen ? "listen" : "full";
    rememberMode(room.mode.value);
  };
  return (
    <div class="data-choice">
      <p class="row">
        <DataIcon />
        <strong aria-live="polite">{t("class.card.estimate", { size: size(mode) })}</strong>
      </p>
      <p class="muted small">{t("class.card.sizes", { listen: size("listen"), full: size("full") })}</p>
      <Switch testId="listen-only" on={mode === "listen"} label={t("class.card.listen")} onChange={choose} />
    </div>
  );
}
