// The places a screen reader listens to.

import type { Announcer } from "./announcer";

export function LiveRegions({ announcer }: { announcer: Announcer }) {
  return (
    <>
      <div class="said" aria-live="polite">
        {announcer.polite}
      </div>
      <div class="said" aria-live="polite">
        {announcer.chat}
      </div>
      <div class="said" aria-live="assertive">
        {announcer.urgent}
      </div>
    </>
  );
}
