// Which of several microphones or cameras; not shown when there is no choice.

import { SelectField } from "../../../ui/parts";
import type { Choice } from "./check";

interface Props {
  label: string;
  choices: readonly Choice[];
  track: MediaStreamTrack | null;
  onChoice: (id: string) => void;
}

export function DeviceChoice({ label, choices, track, onChoice }: Props) {
  if (choices.length < 2) return null;
  const options = choices.map(({ id, label }) => ({ value: id, text: label }));
  return (
    <SelectField
      label={label}
      options={options}
      value={track?.getSettings().deviceId ?? options[0]?.value ?? ""}
      onValue={onChoice}
    />
  );
}
