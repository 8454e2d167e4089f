// Another device of the same person has the sound and picture now.

import { t } from "../../i18n";
import { leads } from "../../lib/lesson/rights";
import { Button } from "../../ui/parts";
import type { Room } from "../room";

export function Moved({ room }: { room: Room }) {
  const teaching = leads(room.me?.role);
  return (
    <div class="veil" role="status">
      <strong>{teaching ? t("class.moved.teacher") : t("class.moved.pupil")}</strong>
      <Button kind="primary" testId="take-media" onClick={() => room.takeMedia()}>
        {teaching ? t("class.moved.teach_here") : t("class.moved.here")}
      </Button>
    </div>
  );
}
