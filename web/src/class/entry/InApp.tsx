// Inside a chat app's own browser: the way out, and how to stay all the same.

import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { chromeIntent, platform } from "../../lib/browser";
import { copyText } from "../../lib/clipboard";
import { Button, ButtonLink, CopyIcon, LinkIcon, Page } from "../../ui/parts";

/** `link`: this page's, as it was given. */
export function InApp({ link, onStay }: { link: string; onStay: () => void }) {
  const system = platform(navigator.userAgent, navigator.maxTouchPoints);
  return (
    <Page title={t("class.inapp.title")} narrow>
      <div class="card">
        <h1>{t("class.inapp.title")}</h1>
        <p>{t("class.inapp.why")}</p>
        {system === "android" && (
          <ButtonLink kind="primary" href={chromeIntent(link)} icon={<LinkIcon />}>
            {t("class.inapp.open")}
          </ButtonLink>
        )}
        {system === "ios" && <p>{t("class.inapp.ios")}</p>}
        <CopyLink link={link} />
        <Button kind="plain" onClick={onStay}>
          {t("class.inapp.stay")}
        </Button>
      </div>
    </Page>
  );
}

function CopyLink({ link }: { link: string }) {
  const [copied, setCopied] = useState(false);
  // Many of these browsers have a clipboard and refuse to write to it: then the link stands there to be copied by hand.
  const [byHand, setByHand] = useState(!navigator.clipboard);
  const copy = async () => {
    if (await copyText(link)) setCopied(true);
    else setByHand(true);
  };
  return (
    <>
      {!byHand && (
        <Button icon={<CopyIcon />} onClick={() => void copy()}>
          <span aria-live="polite">{copied ? t("common.copied") : t("class.inapp.copy")}</span>
        </Button>
      )}
      {byHand && (
        <label>
          {t("class.inapp.by_hand")}
          <input
            class="control"
            readOnly
            value={link}
            onFocus={(event) => event.currentTarget.select()}
            data-testid="inapp-link"
          />
        </label>
      )}
    </>
  );
}
