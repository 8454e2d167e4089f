/** Big keys for who cannot type yet; what was pressed is shown and spoken. */
import { t } from "../i18n";
import { BackIcon } from "../ui/parts";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"];
const LONGEST = 8;

export interface NumberPadProps {
  label: string;
  value: string;
  onValue: (value: string) => void;
}

export function NumberPad({ label, value, onValue }: NumberPadProps) {
  const press = (digit: string) => value.length < LONGEST && onValue(value + digit);
  return (
    <fieldset class="pad" data-testid="pad">
      <legend class="said">{label}</legend>
      <p class="pad-shown numbers" role="status">
        <span class="said">
          {value ? t("way.pad_shown", { digits: [...value].join(" ") }) : t("way.pad_none")}
        </span>
        <span aria-hidden="true">{value.padEnd(4, "·")}</span>
      </p>
      <div class="pad-keys">
        {KEYS.map((digit) => (
          <button key={digit} type="button" class="button button-quiet" onClick={() => press(digit)}>
            {digit}
          </button>
        ))}
        <button
          type="button"
          class="button button-quiet pad-delete"
          aria-label={t("way.pad_delete")}
          disabled={value === ""}
          onClick={() => onValue(value.slice(0, -1))}
        >
          <BackIcon />
        </button>
      </div>
    </fieldset>
  );
}
