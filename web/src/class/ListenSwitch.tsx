// "Chỉ nghe": a switch, on or off.

export interface ListenSwitchProps {
  on: boolean;
  label: string;
  onChange: (on: boolean) => void;
}

export function ListenSwitch({ on, label, onChange }: ListenSwitchProps) {
  return (
    <button
      type="button"
      class="switch"
      role="switch"
      aria-checked={on}
      data-testid="listen-only"
      onClick={() => onChange(!on)}
    >
      <span class="switch-track" aria-hidden="true" />
      <span>{label}</span>
    </button>
  );
}
