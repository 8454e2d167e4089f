/** Whether the window is too narrow for a table of the whole school. */
import { useEffect, useState } from "preact/hooks";

const QUERY = "(max-width: 48rem)";

export function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia(QUERY).matches);
  useEffect(() => {
    const list = matchMedia(QUERY);
    const look = () => setNarrow(list.matches);
    list.addEventListener("change", look);
    return () => list.removeEventListener("change", look);
  }, []);
  return narrow;
}
