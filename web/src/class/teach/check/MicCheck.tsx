// The microphone before the lesson: a bar that moves, the choice of device, or the one fix.

import { t } from "../../../i18n";
import { MicIcon, MicOffIcon } from "../../../ui/parts";
import type { Check } from "./check";
import { DeviceChoice } from "./DeviceChoice";
import { Fault } from "./Fault";

export function MicCheck({ check }: { check: Check }) {
  const fault = check.micFault.value;
  if (fault) return <Fault device="mic" why={fault} onRetry={() => void check.openMic()} />;
  const ready = check.mic.value !== null;
  return (
    <div class="check-item">
      <p class="row">
        {ready ? <MicIcon /> : <MicOffIcon />}
        <span role="status">{ready ? t("teach.check.mic_ok") : t("teach.check.asking")}</span>
      </p>
      <meter
        class="level"
        min={0}
        max={1}
        value={check.meter.value?.level.value ?? 0}
        aria-label={t("teach.check.mic_level")}
        data-testid="mic-level"
      />
      <DeviceChoice
        label={t("teach.check.mic_device")}
        choices={check.mics.value}
        track={check.mic.value}
        onChoice={(id) => void check.openMic(id)}
      />
    </div>
  );
}
