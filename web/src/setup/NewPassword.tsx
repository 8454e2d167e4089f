/** A new password, twice, with its rules: for an account that is made, and for one that exists. */
import { t } from "../i18n";
import { PasswordField } from "../ui";
import { PasswordRules } from "./PasswordRules";
import { LONGEST_PASSWORD } from "./rules";

interface NewPasswordProps {
  label: string;
  login: string;
  fresh: string;
  repeat: string;
  /** What is wrong, once somebody has tried to go on. */
  wrong: { fresh: boolean; repeat: boolean };
  onFresh: (password: string) => void;
  onRepeat: (password: string) => void;
}

export function NewPassword({ label, login, fresh, repeat, wrong, onFresh, onRepeat }: NewPasswordProps) {
  return (
    <>
      <PasswordField
        label={label}
        hint={<PasswordRules password={fresh} login={login} />}
        error={wrong.fresh ? t("setup.password_bad") : undefined}
        value={fresh}
        autoComplete="new-password"
        maxLength={LONGEST_PASSWORD}
        onValue={onFresh}
      />
      <PasswordField
        label={t("setup.repeat")}
        error={wrong.repeat ? t("setup.repeat_bad") : undefined}
        value={repeat}
        autoComplete="new-password"
        maxLength={LONGEST_PASSWORD}
        onValue={onRepeat}
      />
    </>
  );
}
