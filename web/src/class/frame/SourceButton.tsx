// Mic, camera or screen on and off.

import { t } from "../../i18n";
import {
  Button,
  CameraIcon,
  CameraOffIcon,
  MicIcon,
  MicOffIcon,
  ScreenIcon,
  ScreenOffIcon,
} from "../../ui/parts";
import type { Room } from "../room";

const ICONS = {
  mic: { on: MicIcon, off: MicOffIcon },
  camera: { on: CameraIcon, off: CameraOffIcon },
  screen: { on: ScreenIcon, off: ScreenOffIcon },
} as const;

interface Props {
  room: Room;
  source: "mic" | "camera" | "screen";
  /** The teacher has locked it. */
  disabled?: boolean;
}

export function SourceButton({ room, source, disabled = false }: Props) {
  const on = room.media.sources.tracks.value[source] !== undefined;
  const Icon = on ? ICONS[source].on : ICONS[source].off;
  const word = t(`class.turn.${source}`);
  return (
    <Button
      testId={source}
      pressed={on}
      disabled={disabled}
      busy={room.own.asking.value === source}
      icon={<Icon />}
      onClick={() => void room.own.toggle(source)}
    >
      <span>
        {word} <span class="source-state">{on ? t("class.turn.on") : t("class.turn.off")}</span>
      </span>
    </Button>
  );
}
