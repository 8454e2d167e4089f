/** "Tài khoản của tôi": the password, where one is signed in; with a one-time link only a new password. */
import { useState } from "preact/hooks";
import { codeOf, problemText } from "../api/problem";
import { useLoad } from "../api/useLoad";
import { t } from "../i18n";
import { fullName } from "../i18n/names";
import type { Me } from "../office/data";
import { ButtonLink, Card, Loading, Notice, Page } from "../ui";
import { changePassword, me, resetPassword, startPage } from "./calls";
import { PasswordForm } from "./PasswordForm";
import { Sessions } from "./Sessions";

/** `token`: of a one-time link. `go` leaves the page. */
export function AccountPage({ token, go }: { token: string | null; go: (address: string) => void }) {
  return (
    <Page title={t(token === null ? "account.title" : "account.reset_title")} narrow>
      <div class="stack">{token === null ? <Own go={go} /> : <Reset token={token} go={go} />}</div>
    </Page>
  );
}

function Reset({ token, go }: { token: string; go: (address: string) => void }) {
  return (
    <>
      <h1>{t("account.reset_title")}</h1>
      <p class="muted">{t("account.reset_lead")}</p>
      <Card>
        <PasswordForm
          login=""
          askOld={false}
          submit={t("account.reset_submit")}
          onSave={async (_, fresh) => go(await startPage(await resetPassword(token, fresh)))}
        />
      </Card>
    </>
  );
}

function Own({ go }: { go: (address: string) => void }) {
  const { value, error, reload } = useLoad("me", me);
  return (
    <>
      <h1>{t("account.title")}</h1>
      {error !== null && codeOf(error) === "unauthenticated" && (
        <Notice tone="warn">
          <p>{t("problem.unauthenticated")}</p>
          <ButtonLink kind="primary" href="/office">
            {t("login.submit")}
          </ButtonLink>
        </Notice>
      )}
      {error !== null && codeOf(error) !== "unauthenticated" && (
        <Notice tone="bad">{problemText(error)}</Notice>
      )}
      {value === null && error === null && <Loading />}
      {value && error === null && <Account who={value} reload={reload} go={go} />}
    </>
  );
}

function Account({ who, reload, go }: { who: Me; reload: () => void; go: (address: string) => void }) {
  const [saved, setSaved] = useState(false);
  const save = async (old: string, fresh: string) => {
    await changePassword(old, fresh);
    if (who.must_change) return go(await startPage({ ...who, must_change: false }));
    setSaved(true);
    reload();
  };
  if (who.login === null) return <Notice silent>{t("account.none")}</Notice>;
  return (
    <>
      <dl class="own-account">
        <dt>{t("login.name")}</dt>
        <dd>{who.login}</dd>
        {who.person && (
          <>
            <dt>{t("account.name")}</dt>
            <dd>{fullName(who)}</dd>
          </>
        )}
      </dl>
      {who.must_change && <Notice tone="warn">{t("account.must_change")}</Notice>}
      <Card title={t("account.password")}>
        {saved && <Notice tone="good">{t("account.saved")}</Notice>}
        <PasswordForm login={who.login} askOld submit={t("account.save")} onSave={save} />
      </Card>
      {!who.must_change && <Sessions />}
      {!who.must_change && (
        <div>
          <ButtonLink href="/office">{t("account.to_office")}</ButtonLink>
        </div>
      )}
    </>
  );
}
