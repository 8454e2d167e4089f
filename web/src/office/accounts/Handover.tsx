/** A temporary password or a one-time link, shown once, to hand over. */
import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { formatDate, formatTime } from "../../i18n/format";
import { copyText } from "../../lib/clipboard";
import { Button, CheckIcon, CopyIcon, Notice } from "../../ui";
import type { Secret } from "./calls";

export function Handover({ secret, name }: { secret: Secret; name: string }) {
  const [copied, setCopied] = useState(false);
  const text = secret.url ?? secret.password ?? "";
  // Where the browser forbids it the text stands there to be selected.
  const copy = async () => setCopied(await copyText(text));
  return (
    <Notice tone="good" title={t("accounts.secret_of", { name })}>
      <dl class="handover" data-testid="handover">
        <dt>{t("accounts.login")}</dt>
        <dd>{secret.login}</dd>
        <dt>{t(secret.url ? "accounts.link_is" : "accounts.password_is")}</dt>
        <dd>
          <code>{text}</code>
          <Button size="small" icon={copied ? <CheckIcon /> : <CopyIcon />} onClick={() => void copy()}>
            {t(copied ? "common.copied" : "accounts.copy")}
          </Button>
        </dd>
      </dl>
      <p class="small">
        {t("accounts.good_until", {
          when: `${formatDate(secret.expires_at)} ${formatTime(secret.expires_at)}`,
        })}{" "}
        {t("accounts.once")}
      </p>
    </Notice>
  );
}
