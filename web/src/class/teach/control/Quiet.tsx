// "Giữ trật tự": one tap, its state in sight, one tap back.

import { t } from "../../../i18n";
import { Button, LockIcon, QuietIcon } from "../../../ui/parts";
import type { Room } from "../../room";

const turn = (room: Room, on: boolean) => void room.ask({ type: "quiet_class", on });

export function QuietButton({ room }: { room: Room }) {
  const on = room.view?.lesson.quiet === true;
  return (
    <Button testId="quiet" pressed={on} icon={<QuietIcon />} onClick={() => turn(room, !on)}>
      {t("teach.quiet")}
    </Button>
  );
}

export function QuietBar({ room }: { room: Room }) {
  if (!room.view?.lesson.quiet) return null;
  return (
    <div class="snack" data-testid="quiet-bar" role="status">
      <LockIcon />
      <span>
        <strong>{t("teach.quiet.on")}.</strong> {t("teach.quiet.what")}
      </span>
      <Button size="small" testId="quiet-end" onClick={() => turn(room, false)}>
        {t("teach.quiet.end")}
      </Button>
    </div>
  );
}
