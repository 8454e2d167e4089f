// Is the classroom server there, and does sound get through to it?

import { useEffect, useState } from "preact/hooks";
import { t } from "../../../i18n";
import { Lamp } from "../../../ui/parts";
import { PathNote } from "../../frame/PathNote";
import type { Room } from "../../room";

/** After this long without a media connection something is in the way. */
const PATIENCE = 8000;

export function ServerCheck({ room }: { room: Room }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE);
    return () => clearTimeout(timer);
  }, []);
  const server = room.connection.line.value === "connected";
  const media = room.media.receive.state.value === "up";
  const refused = room.media.receive.refusal.value !== null;
  const blocked = refused || (late && !media && !room.media.moved.value);
  return (
    <div class="check-item" role="status">
      <p>
        <Lamp tone={server ? "good" : "warn"}>
          {server ? t("teach.check.server_ok") : t("teach.check.server_wait")}
        </Lamp>
      </p>
      <p>
        {blocked && !media ? (
          t("teach.check.media_bad")
        ) : (
          <Lamp tone={media ? "good" : "warn"}>
            {media ? t("teach.check.media_ok") : t("teach.check.media_wait")}
          </Lamp>
        )}
      </p>
      <PathNote room={room} />
    </div>
  );
}
