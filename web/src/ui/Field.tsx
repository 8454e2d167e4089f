/** A form field: its label, hint and error belong to the control by id; errors are announced. */
import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { t } from "../i18n";
import { EyeIcon, EyeOffIcon } from "./icons";

export interface FieldProps {
  label: string;
  hint?: ComponentChildren;
  error?: string | undefined;
  /** Draws the control with the attributes that tie it to label, hint and error. */
  children: (control: ControlAttributes) => ComponentChildren;
}

export interface ControlAttributes {
  id: string;
  class: string;
  "aria-describedby": string | undefined;
  "aria-invalid": boolean | undefined;
}

export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({
        id,
        class: "control",
        "aria-describedby": described || undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {hint && (
        <div class="field-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      <div class="field-error" id={`${id}-error`} aria-live="polite">
        {error}
      </div>
    </div>
  );
}

/** Preact's types tell the kinds of input apart; one input that may be any of several is called a text. */
const oneType = (type: "text" | "date" | "time" | "search" | "password") => type as "text";

export interface TextFieldProps extends Omit<FieldProps, "children"> {
  value: string;
  onValue: (value: string) => void;
  type?: "text" | "date" | "time" | "search";
  autoComplete?: string;
  /** "numeric": a phone shows digits; the text stays a text. */
  inputMode?: "numeric";
  required?: boolean;
  maxLength?: number;
}

export function TextField(props: TextFieldProps) {
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      {(control) => (
        <input
          {...control}
          type={oneType(props.type ?? "text")}
          inputMode={props.inputMode}
          value={props.value}
          autoComplete={props.autoComplete ?? "off"}
          required={props.required}
          maxLength={props.maxLength}
          autoCapitalize={props.autoComplete === "username" ? "none" : undefined}
          spellcheck={props.autoComplete === "username" ? false : undefined}
          onInput={(event) => props.onValue(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

export function PasswordField(props: Omit<TextFieldProps, "type">) {
  const [shown, setShown] = useState(false);
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      {(control) => (
        <div class="control-with-button">
          <input
            {...control}
            type={oneType(shown ? "text" : "password")}
            value={props.value}
            autoComplete={props.autoComplete ?? "off"}
            autoCapitalize="none"
            spellcheck={false}
            required={props.required}
            maxLength={props.maxLength}
            onInput={(event) => props.onValue(event.currentTarget.value)}
          />
          <button
            type="button"
            class="button button-plain"
            aria-label={t("field.reveal")}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            {shown ? <EyeOffIcon /> : <EyeIcon />}
          </button>
        </div>
      )}
    </Field>
  );
}

export interface Option {
  value: string;
  text: string;
}

export interface SelectFieldProps extends Omit<FieldProps, "children"> {
  value: string;
  options: readonly Option[];
  onValue: (value: string) => void;
  required?: boolean;
}

export function SelectField(props: SelectFieldProps) {
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      {(control) => (
        <select
          {...control}
          value={props.value}
          required={props.required}
          onChange={(event) => props.onValue(event.currentTarget.value)}
        >
          {props.options.map(({ value, text }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
