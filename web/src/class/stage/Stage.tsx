// What the class looks at: screen, teacher, who speaks. All video elements stay where they are in the document;
// only their place in the grid changes, so a switch never interrupts a picture.

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { SourceName, VideoSlot } from "../../generated/messages";
import { t } from "../../i18n";
import { titled } from "../../lib/lesson/names";
import { leads } from "../../lib/lesson/rights";
import { VIDEO_SLOTS } from "../../lib/media/slots";
import { Button, EyeOffIcon, MicIcon, SoundIcon } from "../../ui/parts";
import { lineState } from "../frame/LineLight";
import type { Room } from "../room";
import { floors, isSpeaking, type Place, places, shownTiles, type Tile } from "../selectors";
import { Moved } from "./Moved";
import { StageNote } from "./StageNote";

export function Stage({ room }: { room: Room }) {
  const { view, me } = room;
  const teaching = leads(me?.role);
  const own = room.media.sources.tracks.value;
  const mode = teaching ? "full" : room.mode.value;
  const sent = new Set(Object.keys(own) as SourceName[]);
  const shown = view && me ? shownTiles(view, me.person, mode, sent) : new Set<Tile>();
  const place = places(shown);
  // A teacher sees all pictures alike; for the others one is big.
  const empty = teaching
    ? shown.size === 0
    : place.v0 !== "main" && place.v1 !== "main" && place.v2 !== "main";
  return (
    <section class="stage" aria-label={t("class.stage")} data-empty={empty} data-teaching={teaching}>
      {empty && <StageNote room={room} />}
      {VIDEO_SLOTS.map((slot) => (
        <SlotTile key={slot} room={room} slot={slot} place={place[slot]} />
      ))}
      <OwnTile track={own.screen} place={place.own_screen} label={t("class.stage.your_screen")} />
      <OwnTile track={own.camera} place={place.own_camera} label={t("class.stage.you")} mirrored />
      <Speakers room={room} />
      <Veil room={room} />
    </section>
  );
}

interface TileProps {
  place: Place;
  label: string;
  speaking?: boolean;
  children: ComponentChildren;
}

function TileFrame({ place, label, speaking = false, children }: TileProps) {
  return (
    <figure class="tile" data-place={place} data-speaking={speaking}>
      {children}
      <figcaption>{label}</figcaption>
    </figure>
  );
}

function SlotTile({ room, slot, place }: { room: Room; slot: VideoSlot; place: Place }) {
  const video = useRef<HTMLVideoElement>(null);
  const attach = (element: HTMLVideoElement | null) => {
    room.media.slots.attach(slot, element);
    room.tiles.attach(slot, element);
  };
  useEffect(() => {
    attach(video.current);
    return () => attach(null);
  }, [room, slot]);
  const codec = room.unplayable.codecs.value[slot];
  const feed = room.view?.stage[slot];
  const name = feed ? stageName(room, feed.person) : "";
  const label = feed?.source === "screen" ? t("class.stage.screen", { name }) : name;
  const speaking = feed !== undefined && isSpeaking(room.levels.value, feed.person);
  return (
    <TileFrame place={place} label={label} speaking={speaking}>
      <video ref={video} data-slot={slot} muted playsInline autoPlay aria-label={label} />
      {codec !== undefined && (
        <p class="tile-note" data-testid="unplayable">
          <EyeOffIcon />
          <span>{t("class.unplayable", { codec })}</span>
        </p>
      )}
    </TileFrame>
  );
}

interface OwnTileProps {
  track: MediaStreamTrack | undefined;
  place: Place;
  label: string;
  mirrored?: boolean;
}

function OwnTile({ track, place, label, mirrored = false }: OwnTileProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = track ? new MediaStream([track]) : null;
  }, [track]);
  return (
    <TileFrame place={place} label={label}>
      <video ref={video} class={mirrored ? "mirrored" : ""} muted playsInline autoPlay aria-label={label} />
    </TileFrame>
  );
}

/** The others who have the floor, with or without a picture. */
function Speakers({ room }: { room: Room }) {
  const { view, me } = room;
  const held = view
    ? floors(view).filter(({ state, person }) => state === "held" && person !== me?.person)
    : [];
  if (held.length === 0) return null;
  return (
    <ul class="speakers">
      {held.map(({ person }) => (
        <li key={person} data-speaking={isSpeaking(room.levels.value, person)}>
          <MicIcon size="1.1em" />
          {t("class.stage.speaking", { name: room.name(person) })}
        </li>
      ))}
    </ul>
  );
}

/** What lies over the stage: reconnecting, media on another device, sound that needs a tap. */
function Veil({ room }: { room: Room }) {
  if (room.media.moved.value) return <Moved room={room} />;
  if (lineState(room) === "again") {
    // With the media alive the lesson is heard and seen: then only a word in the corner.
    return (
      <div class={room.media.broken.value ? "veil" : "veil veil-corner"} role="status">
        <span class="spinner" aria-hidden="true" />
        {t("class.line.again")}
      </div>
    );
  }
  if (!room.media.slots.blocked.value) return null;
  return (
    <div class="veil">
      <Button kind="primary" size="big" icon={<SoundIcon />} onClick={() => room.media.slots.playAll()}>
        {t("class.blocked")}
      </Button>
    </div>
  );
}

/** What ends the id of a teacher's second phone, which is no person. */
const COMPANION = ".cam";

function stageName(room: Room, person: string): string {
  if (person.endsWith(COMPANION)) return t("class.stage.notebook");
  return titled(room.view?.people[person]) ?? room.name(person);
}
