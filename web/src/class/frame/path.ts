// The way media takes, looked at while somebody shows it.

import { useEffect, useState } from "preact/hooks";
import { iceServers, mediaPort } from "../../lib/media/ice";
import { type Finding, findPath, type Seen, Watch } from "../../lib/media/path";
import { probe } from "../../lib/media/probe";
import type { Room } from "../room";

const LOOK_EVERY = 1000;

/** Before the tap: what a look finds that the server takes no notice of. Null until there is something to look at. */
export function useProbe(): Seen | null {
  const [seen, setSeen] = useState<Seen | null>(null);
  const port = mediaPort.value;
  useEffect(() => {
    if (!port) return;
    const watch = new Watch();
    let finding: Finding | null = null;
    const look = () => setSeen(watch.sample(performance.now(), finding, true));
    look();
    const close = probe(port, iceServers(), (found) => {
      finding = found;
      look();
    });
    const timer = setInterval(look, LOOK_EVERY);
    return () => {
      clearInterval(timer);
      close();
    };
  }, [port]);
  return seen;
}

/** In class: the way of the receive connection. */
export function usePath(room: Room): Seen | null {
  const [seen, setSeen] = useState<Seen | null>(null);
  useEffect(() => {
    const watch = new Watch();
    let gone = false;
    const look = async () => {
      const report = await room.media.receive.stats();
      const finding = report && findPath(report, iceServers().length);
      if (!gone) setSeen(watch.sample(performance.now(), finding, wanted(room)));
    };
    // A connection that was closed meanwhile has nothing to say.
    const again = () => void look().catch(() => undefined);
    again();
    const timer = setInterval(again, LOOK_EVERY);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [room]);
  return seen;
}

/** Signalling works and media should: a missing way is the network's doing. */
function wanted(room: Room): boolean {
  const { connection, media } = room;
  const state = media.receive.state.value;
  return connection.line.value === "connected" && !media.moved.value && state !== "idle" && state !== "away";
}
