// The lesson for small children: the same room with pictures and words, few big buttons and nothing to type.

import { useRef } from "preact/hooks";
import { t } from "../../i18n";
import { Banners } from "../frame/Banners";
import { useFocusOnMain, useKeptFocus } from "../frame/keep-focus";
import { useKeys } from "../frame/keys";
import { StatusStrip } from "../frame/StatusStrip";
import { Trouble } from "../frame/Trouble";
import { useTitle } from "../frame/use-title";
import { Invitation } from "../pupil/Invitation";
import { SMALL_KEYS } from "../pupil/pupil-keys";
import type { Room } from "../room";
import { Stage } from "../stage/Stage";
import { BigButtons } from "./BigButtons";
import { TeacherSays, teachersLine } from "./TeacherSays";

export function SmallRoom({ room }: { room: Room }) {
  useTitle(room);
  useFocusOnMain();
  useKeys(SMALL_KEYS);
  const foot = useRef<HTMLDivElement>(null);
  useKeptFocus(foot, ".big-buttons button:not(:disabled)", "button");
  return (
    <div class="room room-pupil room-small" data-testid="small-room">
      <a class="skip" href="#main">
        {t("skip.main")}
      </a>
      <StatusStrip room={room} keys={SMALL_KEYS} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: on a small screen it scrolls, and has nothing else to focus */}
      <main id="main" class="room-main" data-quiet={teachersLine(room) === undefined} tabIndex={0}>
        <Stage room={room} />
        <TeacherSays room={room} />
      </main>
      <div ref={foot} class="room-foot">
        <Banners room={room} />
        <Trouble room={room} />
        <Invitation room={room} />
        <BigButtons room={room} />
      </div>
    </div>
  );
}
