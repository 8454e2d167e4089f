/** How far a lesson is, as a lamp. */
import type { Phase } from "../api/types";
import { t } from "../i18n";
import { ClockIcon, DoneIcon, PlayIcon } from "./icons";
import { Lamp, type LampTone } from "./Lamp";

const TONES: Record<Phase, LampTone> = { planned: "off", waiting: "warn", live: "good", ended: "off" };
const ICONS = { planned: ClockIcon, waiting: ClockIcon, live: PlayIcon, ended: DoneIcon };

export function PhaseLamp({ phase }: { phase: Phase }) {
  const Icon = ICONS[phase];
  return (
    <Lamp tone={TONES[phase]} icon={<Icon size="1em" />} testId={`phase-${phase}`}>
      {t(`phase.${phase}`)}
    </Lamp>
  );
}
