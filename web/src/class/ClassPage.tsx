// Which page is shown: a problem, the offer to leave an app's browser, the card, the lesson, or its end.

import { useEffect, useMemo, useState } from "preact/hooks";
import { type LessonCard, lessonCard, Refusal } from "../lib/api";
import { able, inApp } from "../lib/browser";
import { claimsOf, type Entry, enter } from "../lib/entry";
import { keepRelays } from "../lib/ice";
import { leads } from "../lib/rights";
import { Loading } from "../ui";
import { Ended } from "./entry/Ended";
import { InApp } from "./entry/InApp";
import { JoinCard } from "./entry/JoinCard";
import { Problem } from "./entry/Problem";
import { LiveRegions } from "./LiveRegions";
import { PupilRoom } from "./pupil/PupilRoom";
import { Room } from "./room";
import { Sound } from "./Sound";
import { useTeaching } from "./teaching";

export function ClassPage() {
  const entry = useMemo(() => (able(window) ? enter(location, history, sessionStorage) : null), []);
  const [stay, setStay] = useState(inApp(navigator.userAgent) === null);
  if (!able(window)) return <Problem code="unable" />;
  if (!entry) return <Problem code="no_token" />;
  if (!stay) return <InApp entry={entry} onStay={() => setStay(true)} />;
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

function Inside({ room, card }: { room: Room; card: LessonCard | null }) {
  const [joined, setJoined] = useState(false);
  const role = useMemo(() => claimsOf(room.entry.token)?.role ?? "student", [room]);
  const teaching = useTeaching(leads(role));
  if (!card) return <Loading />;
  const join = () => {
    if (leads(role)) room.comeBack();
    else room.enter();
    setJoined(true);
  };
  if (leads(role)) {
    if (!teaching) return <Loading />;
    const { TeacherCheck, TeacherRoom } = teaching;
    const phase = room.view?.lesson.phase ?? card.phase;
    if (phase !== "live") return <TeacherCheck room={room} card={card} />;
    if (joined || room.view) return <TeacherRoom room={room} />;
  }
  return joined ? <PupilRoom room={room} /> : <JoinCard room={room} card={card} role={role} onJoin={join} />;
}

interface CardState {
  lesson: LessonCard | null;
  problem: string | null;
  retry: () => void;
}

function useCard(entry: Entry): CardState {
  const [state, setState] = useState<{ lesson: LessonCard | null; problem: string | null }>({
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
