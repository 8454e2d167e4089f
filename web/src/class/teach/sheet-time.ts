// When the sheet can be filled in the lesson, as the server says, and whether it is open.

import { useEffect, useState } from "preact/hooks";
import { sheetOf } from "../../sheet/api";
import type { Room } from "../room";

/** So long (ms) after a failure the server is asked again. */
const AGAIN = 20_000;

export interface SheetTime {
  time: boolean;
  open: boolean;
  toggle: () => void;
}

export function useSheetTime(room: Room): SheetTime {
  const [open, setOpen] = useState(false);
  const [time, setTime] = useState(false);
  const there = room.view !== null;
  useEffect(() => {
    if (there) return whenOpen(room, () => setTime(true));
  }, [room, there]);
  return { time, open: open && time, toggle: () => setOpen(!open) };
}

/** Calls `then` at the server's `opens_at`; returns how to give up waiting. */
function whenOpen(room: Room, then: () => void): () => void {
  const { lesson, token } = room.entry;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  const wait = (ms: number, next: () => void) => {
    if (!over) timer = setTimeout(next, ms);
  };
  const ask = () => {
    sheetOf(lesson, token).then(
      ({ opens_at }) => wait(Math.max(0, Date.parse(opens_at) - room.now()), then),
      () => wait(AGAIN, ask),
    );
  };
  ask();
  return () => {
    over = true;
    clearTimeout(timer);
  };
}
