/** A new password, twice; the one of today first, unless a one-time link stands for it. */
import { useState } from "preact/hooks";
import { problemText } from "../api/problem";
import { t } from "../i18n";
import { NewPassword } from "../setup/NewPassword";
import { LONGEST_PASSWORD, passwordFits } from "../setup/rules";
import { Button, focusFirstInvalid, Notice, PasswordField } from "../ui";

export interface PasswordFormProps {
  login: string;
  askOld: boolean;
  submit: string;
  onSave: (old: string, fresh: string) => Promise<void>;
}

export function PasswordForm({ login, askOld, submit, onSave }: PasswordFormProps) {
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  const [repeat, setRepeat] = useState("");
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const fits = { old: !askOld || old !== "", fresh: passwordFits(fresh, login), repeat: fresh === repeat };
  const save = async (event: Event) => {
    event.preventDefault();
    setChecked(true);
    if (!(fits.old && fits.fresh && fits.repeat)) return focusFirstInvalid(event.currentTarget);
    setBusy(true);
    setFailure(null);
    try {
      await onSave(old, fresh);
      for (const empty of [setOld, setFresh, setRepeat]) empty("");
      setChecked(false);
    } catch (error) {
      setFailure(error);
    }
    setBusy(false);
  };
  return (
    <form class="stack" noValidate onSubmit={save}>
      {failure !== null && <Notice tone="bad">{problemText(failure)}</Notice>}
      {login !== "" && <Username login={login} />}
      {askOld && (
        <PasswordField
          label={t("account.old")}
          error={checked && !fits.old ? t("common.required") : undefined}
          value={old}
          autoComplete="current-password"
          maxLength={LONGEST_PASSWORD}
          onValue={setOld}
        />
      )}
      <NewPassword
        label={t("account.new")}
        login={login}
        fresh={fresh}
        repeat={repeat}
        wrong={{ fresh: checked && !fits.fresh, repeat: checked && !fits.repeat }}
        onFresh={setFresh}
        onRepeat={setRepeat}
      />
      <div>
        <Button type="submit" kind="primary" busy={busy} testId="save-password">
          {submit}
        </Button>
      </div>
    </form>
  );
}

/** For the browser's own keeper of passwords. */
function Username({ login }: { login: string }) {
  return (
    <input
      type="text"
      class="said"
      value={login}
      autoComplete="username"
      readOnly
      tabIndex={-1}
      aria-hidden="true"
    />
  );
}
