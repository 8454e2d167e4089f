// Keeps the screen on while the page is seen: a phone over a notebook is not touched for a whole period.

import { useEffect } from "preact/hooks";

export function useAwake(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    const hold = async () => {
      if (document.visibilityState !== "visible") return;
      // Refused (low battery) or not known to this browser: the screen sleeps as it would.
      lock = await navigator.wakeLock?.request("screen").catch(() => undefined);
    };
    void hold();
    document.addEventListener("visibilitychange", hold);
    return () => {
      document.removeEventListener("visibilitychange", hold);
      void lock?.release();
    };
  }, []);
}
