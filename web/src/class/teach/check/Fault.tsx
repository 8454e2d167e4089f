// A device that does not work, with its one fix.

import { t } from "../../../i18n";
import type { NoTrack } from "../../../lib/sending/capture";
import { Button, Notice } from "../../../ui/parts";
import { troubleText } from "../../frame/Trouble";

interface Props {
  device: "mic" | "camera";
  why: NoTrack;
  onRetry: () => void;
}

export function Fault({ device, why, onRetry }: Props) {
  return (
    <Notice tone="warn">
      <p>{troubleText({ kind: "device", source: device, why })}</p>
      <Button size="small" onClick={onRetry}>
        {t("common.retry")}
      </Button>
    </Notice>
  );
}
