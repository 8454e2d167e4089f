/**
 * Something loaded from the server for a component: at once, again whenever `key` changes, on `reload()`, and,
 * with `everyMs`, from time to time while the page is seen. A failure leaves the value before it in place.
 */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";

export interface Loaded<Value> {
  value: Value | null;
  error: unknown;
  reload: () => void;
}

export function useLoad<Value>(key: string, load: () => Promise<Value>, everyMs?: number): Loaded<Value> {
  const [state, setState] = useState<{ key: string; value: Value | null; error: unknown }>({
    key,
    value: null,
    error: null,
  });
  const latest = useRef({ key, load });
  latest.current = { key, load };
  const order = useRef({ asked: 0, answered: 0 });
  const reload = useCallback(() => {
    const asked = latest.current.key;
    const number = ++order.current.asked;
    // No longer wanted: an answer to an older question (another day, another class), or one that a newer answer overtook.
    const wanted = () => {
      if (latest.current.key !== asked || number < order.current.answered) return false;
      order.current.answered = number;
      return true;
    };
    latest.current.load().then(
      (value) => wanted() && setState({ key: asked, value, error: null }),
      (error: unknown) =>
        wanted() &&
        setState((before) => ({ key: asked, value: before.key === asked ? before.value : null, error })),
    );
  }, []);
  useEffect(() => {
    const look = () => document.visibilityState === "visible" && reload();
    reload();
    if (everyMs === undefined) return;
    const timer = setInterval(look, everyMs);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [key, everyMs]);
  const current = state.key === key ? state : { value: null, error: null };
  return { value: current.value, error: current.error, reload };
}
