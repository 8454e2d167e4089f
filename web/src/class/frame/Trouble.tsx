// Something just did not work, or media does not get through: what, and the one thing to do about it.

import { isKey, t } from "../../i18n";
import { Button, CloseIcon, Notice } from "../../ui/parts";
import type { Trouble as Kind, Room } from "../room";
import { BlockedPath } from "./PathNote";

export function Trouble({ room }: { room: Room }) {
  const trouble = room.trouble.value;
  return (
    <>
      <BlockedPath room={room} />
      {trouble && <Message room={room} trouble={trouble} />}
    </>
  );
}

function Message({ room, trouble }: { room: Room; trouble: Kind }) {
  return (
    <div class="trouble">
      <Notice tone="bad">{troubleText(trouble)}</Notice>
      <Button
        kind="plain"
        label={t("common.close")}
        icon={<CloseIcon />}
        onClick={() => {
          room.trouble.value = null;
        }}
      />
    </div>
  );
}

export function troubleText(trouble: Kind): string {
  if (trouble.kind === "refused") {
    const key = `class.refused.${trouble.code}`;
    return isKey(key) ? t(key as "class.refused.offline") : t("class.refused");
  }
  const device = trouble.source === "screen_audio" ? "screen" : trouble.source;
  const why = trouble.why === "cancelled" ? "failed" : trouble.why;
  return t(`class.fix.${why}`, { device: t(`class.device.${device}`) });
}
