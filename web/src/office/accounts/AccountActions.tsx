/** What the office does with an account: a new password, closing it, signing it out. */
import { useState } from "preact/hooks";
import { problemText } from "../../api/problem";
import { t } from "../../i18n";
import { Button, Confirm, KeyIcon, LeaveIcon, LinkIcon, Notice } from "../../ui";
import { type Account, resetAccount, type Secret, setDisabled, signOut } from "./calls";
import { Handover } from "./Handover";
import { useDoing } from "./useDoing";

export interface AccountActionsProps {
  id: string;
  account: Account;
  onChange: () => void;
}

export function AccountActions({ id, account, onChange }: AccountActionsProps) {
  const { busy, failure, run } = useDoing();
  const [secret, setSecret] = useState<Secret | null>(null);
  const [ended, setEnded] = useState<number | null>(null);
  const reset = (way: "password" | "link") =>
    run(async () => {
      setSecret(await resetAccount(id, way));
      onChange();
    });
  return (
    <>
      <div class="row">
        {!account.disabled && (
          <>
            <Button icon={<LinkIcon />} busy={busy} onClick={() => reset("link")}>
              {t("accounts.reset_link")}
            </Button>
            <Confirm
              icon={<KeyIcon />}
              busy={busy}
              question={t("accounts.reset_password_sure")}
              confirm={t("accounts.reset_password")}
              onConfirm={() => reset("password")}
            >
              {t("accounts.reset_password")}
            </Confirm>
            <Confirm
              icon={<LeaveIcon />}
              busy={busy}
              question={t("accounts.sign_out_sure")}
              confirm={t("accounts.sign_out")}
              onConfirm={() =>
                run(async () => {
                  setEnded(await signOut(id));
                  onChange();
                })
              }
            >
              {t("accounts.sign_out")}
            </Confirm>
          </>
        )}
        <Disabling id={id} disabled={account.disabled} busy={busy} run={run} onChange={onChange} />
      </div>
      {failure !== null && <Notice tone="bad">{problemText(failure)}</Notice>}
      {ended !== null && <Notice tone="good">{t("accounts.signed_out", { n: ended })}</Notice>}
      {secret && <Handover secret={secret} name={account.name} />}
    </>
  );
}

interface DisablingProps {
  id: string;
  disabled: boolean;
  busy: boolean;
  run: (what: () => Promise<void>) => Promise<void>;
  onChange: () => void;
}

function Disabling({ id, disabled, busy, run, onChange }: DisablingProps) {
  const set = (wanted: boolean) =>
    run(async () => {
      await setDisabled(id, wanted);
      onChange();
    });
  if (disabled) {
    return (
      <Button busy={busy} onClick={() => set(false)}>
        {t("accounts.enable")}
      </Button>
    );
  }
  return (
    <Confirm
      kind="danger"
      busy={busy}
      question={t("accounts.disable_sure")}
      confirm={t("accounts.disable")}
      onConfirm={() => set(true)}
    >
      {t("accounts.disable")}
    </Confirm>
  );
}
