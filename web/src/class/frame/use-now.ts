// The lesson's time, once a second, for what shows a wait or minutes.

import { useEffect, useState } from "preact/hooks";
import type { Room } from "../room";

export function useNow(room: Room): number {
  const [now, setNow] = useState(() => room.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(room.now()), 1000);
    return () => clearInterval(timer);
  }, [room]);
  return now;
}
