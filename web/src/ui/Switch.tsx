/** Something that is on or off, with its words. */

export interface SwitchProps {
  on: boolean;
  label: string;
  disabled?: boolean;
  testId?: string;
  onChange: (on: boolean) => void;
}

export function Switch({ on, label, disabled = false, testId, onChange }: SwitchProps) {
  return (
    <button
      type="button"
      class="switch"
      role="switch"
      aria-checked={on}
      disabled={disabled}
      data-testid={testId}
      onClick={() => onChange(!on)}
    >
      <span class="switch-track" aria-hidden="true" />
      <span>{label}</span>
    </button>
  );
}
