/** Keeps the day's list fresh: at once, every half minute while the page is seen, and when it is seen again. */
import { useCallback, useEffect, useState } from "preact/hooks";
import { call } from "../api/call";
import type { Day } from "../api/types";

const EVERY_MS = 30_000;

export interface DayState {
  day: Day | null;
  /** Why the last attempt failed; the day before stays shown. */
  error: unknown;
  reload: () => void;
}

export function useDay(token: string): DayState {
  const [day, setDay] = useState<Day | null>(null);
  const [error, setError] = useState<unknown>(null);
  const reload = useCallback(() => {
    call<Day>("/day", { token }).then(
      (answer) => {
        setDay(answer);
        setError(null);
      },
      (failure: unknown) => setError(failure),
    );
  }, [token]);
  useEffect(() => {
    const look = () => document.visibilityState === "visible" && reload();
    reload();
    const timer = setInterval(look, EVERY_MS);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [reload]);
  return { day, error, reload };
}
