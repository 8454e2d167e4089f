// Will the recording be saved? What the server says of its disk and its recorder.

import { useEffect, useState } from "preact/hooks";
import type { Trouble } from "../../../generated/messages";
import { t } from "../../../i18n";
import { formatMegabytes } from "../../../i18n/format";
import { Lamp } from "../../../ui/parts";

/** Below this (bytes) a lesson or two fill the disk. */
const LOW = 1e9;

/** A part of /readyz; `free_bytes` null: unknown. */
interface Health {
  readonly trouble: Trouble;
  readonly free_bytes: number | null;
}

export function RecordingCheck() {
  const [health, setHealth] = useState<Health | null>(null);
  useEffect(() => {
    // Without an answer the line goes on looking; the server's own check says more.
    askHealth().then(setHealth, () => undefined);
  }, []);
  const low = health?.free_bytes != null && health.free_bytes < LOW ? health.free_bytes : null;
  const bad = health !== null && (health.trouble !== "" || low !== null);
  return (
    <div class="check-item" role="status" data-testid="recording-check">
      <p>
        <Lamp tone={health === null || bad ? "warn" : "good"}>{textOf(health, low)}</Lamp>
      </p>
      {health?.trouble && <p>{t(`teach.recording.trouble.${health.trouble}`)}</p>}
      {bad && <p>{t("teach.check.recording_ask")}</p>}
    </div>
  );
}

function textOf(health: Health | null, low: number | null): string {
  if (health === null) return t("teach.check.recording_wait");
  if (low !== null) return t("teach.check.recording_low", { size: formatMegabytes(low) });
  return t(health.trouble === "" ? "teach.check.recording_ok" : "teach.check.recording_bad");
}

async function askHealth(): Promise<Health | null> {
  const answer = await fetch("/readyz", { cache: "no-store" });
  return ((await answer.json()) as { recording?: Health }).recording ?? null;
}
