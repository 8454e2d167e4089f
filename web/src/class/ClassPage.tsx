// Which page is shown: a problem, the offer to leave an app's browser, the card, the lesson, or its end.

import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { speakToGuest } from "../i18n/words";
import { Refusal } from "../lib/answer";
import { type LessonCard, lessonCard, type VisitedLesson } from "../lib/api";
import { able, inApp } from "../lib/browser";
import { claimsOf, type Entry, enter, linkOf } from "../lib/entry";
import { titled } from "../lib/lesson/names";
import { leads } from "../lib/lesson/rights";
import { keepRelays } from "../lib/media/ice";
import { Loading } from "../ui/parts";
import { Ended } from "./entry/Ended";
import { InApp } from "./entry/InApp";
import { JoinCard } from "./entry/JoinCard";
import { Problem } from "./entry/Problem";
import { LiveRegions } from "./LiveRegions";
import { PupilRoom } from "./pupil/PupilRoom";
import { Room } from "./room";
import { Sound } from "./Sound";
import { useDevice, useTeaching } from "./teaching";

export function ClassPage() {
  const entry = useMemo(() => (able(window) ? enter(location, history, sessionStorage) : null), []);
  const [stay, setStay] = useState(inApp(navigator.userAgent) === null);
  if (!able(window)) return <Problem code="unable" />;
  if (!entry) return <Problem code="no_token" />;
  if (!stay) return <InApp link={linkOf(entry, location.origin)} onStay={() => setStay(true)} />;
  return <Visit entry={entry} />;
}

function Visit({ entry }: { entry: Entry }) {
  const room = useMemo(() => new Room(entry), [entry]);
  const card = useCard(entry);
  useEffect(() => keepRelays(entry.lesson, entry.token), [entry]);
  const refusal = room.connection.refusal.value;
  const phase = room.view?.lesson.phase;
  if (phase === "ended") return <Ended entry={entry} room={room} card={card.lesson} />;
  if (refusal === "lesson_ended" && card.lesson) return <Ended entry={entry} card={card.lesson} />;
  if (refusal !== null) return <Problem code={refusal} />;
  if (card.problem !== null) return <Problem code={card.problem} onRetry={card.retry} />;
  if (card.lesson?.phase === "ended") return <Ended entry={entry} card={card.lesson} />;
  return (
    <>
      <Inside room={room} card={card.lesson} />
      <Sound slots={room.media.slots} />
      <LiveRegions announcer={room.announcer} />
    </>
  );
}

function Inside({ room, card }: { room: Room; card: VisitedLesson | null }) {
  const [joined, setJoined] = useState(false);
  const role = useMemo(() => claimsOf(room.entry.token)?.role ?? "student", [room]);
  useEffect(() => speakToGuest(role === "guest"), [role]);
  if (!card) return <Loading />;
  room.teacher = titled(card.teacher);
  room.cardsOf = card.cards_of;
  const join = () => {
    if (leads(role)) room.comeBack();
    else if (role === "camera") room.enterAsCamera();
    else room.enter();
    setJoined(true);
  };
  const cover = <JoinCard room={room} card={card} role={role} onJoin={join} />;
  if (leads(role)) return <Lead room={room} card={card} joined={joined} cover={cover} />;
  if (!joined) return cover;
  return role === "camera" ? <Camera room={room} /> : <PupilRoom room={room} />;
}

interface LeadProps {
  room: Room;
  card: LessonCard;
  joined: boolean;
  /** What is shown before the tap back into a running lesson. */
  cover: ComponentChildren;
}

function Lead({ room, card, joined, cover }: LeadProps) {
  const teaching = useTeaching(true);
  if (!teaching) return <Loading />;
  const { TeacherCheck, TeacherRoom } = teaching;
  const phase = room.view?.lesson.phase ?? card.phase;
  if (phase !== "live") return <TeacherCheck room={room} card={card} />;
  return joined || room.view ? <TeacherRoom room={room} /> : cover;
}

function Camera({ room }: { room: Room }) {
  const device = useDevice(true);
  return device ? <device.CameraPage room={room} /> : <Loading />;
}

interface CardState {
  lesson: VisitedLesson | null;
  problem: string | null;
  retry: () => void;
}

function useCard(entry: Entry): CardState {
  const [state, setState] = useState<{ lesson: VisitedLesson | null; problem: string | null }>({
    lesson: null,
    problem: null,
  });
  const load = () => {
    setState({ lesson: null, problem: null });
    lessonCard(entry.lesson, entry.token).then(
      (lesson) => setState({ lesson, problem: null }),
      (error: unknown) =>
        setState({ lesson: null, problem: error instanceof Refusal ? error.code : "server" }),
    );
  };
  useEffect(load, [entry]);
  return { ...state, retry: load };
}
