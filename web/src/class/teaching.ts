// Loads the teacher's part of the page, for those who need it only.

import { useEffect, useState } from "preact/hooks";

type Teaching = typeof import("./teach");

export function useTeaching(wanted: boolean): Teaching | null {
  const [loaded, setLoaded] = useState<Teaching | null>(null);
  useEffect(() => {
    if (!wanted) return;
    let left = false;
    const load = (): void => {
      import("./teach").then(
        (module) => !left && setLoaded(module),
        () => !left && setTimeout(load, 1000), // the network failed: the page would be useless without it
      );
    };
    load();
    return () => {
      left = true;
    };
  }, [wanted]);
  return loaded;
}
