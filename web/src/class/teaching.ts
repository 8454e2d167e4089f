// Parts of the page that only some need: the teacher's, and a device's. Loaded when one comes.

import { useEffect, useState } from "preact/hooks";

export const useTeaching = (wanted: boolean) => useLoaded(wanted, teaching);
export const useDevice = (wanted: boolean) => useLoaded(wanted, device);

const teaching = () => import("./teach");
const device = () => import("./device");

/** Null until it is there. */
function useLoaded<Part>(wanted: boolean, part: () => Promise<Part>): Part | null {
  const [loaded, setLoaded] = useState<Part | null>(null);
  useEffect(() => {
    if (!wanted) return;
    let left = false;
    const load = (): void => {
      part().then(
        (module) => !left && setLoaded(module),
        () => !left && setTimeout(load, 1000), // the network failed: the page would be useless without it
      );
    };
    load();
    return () => {
      left = true;
    };
  }, [wanted, part]);
  return loaded;
}
