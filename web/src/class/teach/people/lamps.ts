// How what the server knows of a pupil looks.

import {
  CheckIcon,
  CloseIcon,
  type LampTone,
  SchoolIcon,
  SignalWeakIcon,
  SoundIcon,
  WarningIcon,
} from "../../../ui/parts";
import type { Lamp } from "../../selectors";

export const LAMPS = {
  hears: { tone: "good", Icon: SoundIcon },
  weak: { tone: "warn", Icon: SignalWeakIcon },
  here: { tone: "good", Icon: CheckIcon },
  school: { tone: "info", Icon: SchoolIcon },
  lost: { tone: "bad", Icon: WarningIcon },
  never: { tone: "off", Icon: CloseIcon },
} as const satisfies Record<Lamp, { tone: LampTone; Icon: typeof CheckIcon }>;
