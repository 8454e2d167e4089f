// When the sheet can be filled in the lesson, and whether it is open.

import { useEffect, useState } from "preact/hooks";
import type { Room } from "../room";

/** So long (ms) before the bell that ends the period. */
const BEFORE = 10 * 60_000;

export interface SheetTime {
  time: boolean;
  open: boolean;
  toggle: () => void;
}

export function useSheetTime(room: Room): SheetTime {
  const [open, setOpen] = useState(false);
  const [time, setTime] = useState(false);
  const bell = room.view?.lesson.ends_at;
  useEffect(() => {
    if (bell === undefined) return;
    const wait = bell - BEFORE - room.now();
    setTime(wait <= 0);
    if (wait <= 0) return;
    const timer = setTimeout(() => setTime(true), wait);
    return () => clearTimeout(timer);
  }, [room, bell]);
  return { time, open: open && time, toggle: () => setOpen(!open) };
}
