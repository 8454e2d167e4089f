/** The class's link: made, copied, renewed. It is shown when it is made; after that only a new one can be. */
import { useState } from "preact/hooks";
import { problemText } from "../../api/problem";
import { t } from "../../i18n";
import { Button, Confirm, CopyField, LinkIcon, Notice } from "../../ui";
import { type Key, type ClassLink as NewLink, newClassLink } from "./data";

interface ClassLinkProps {
  id: string;
  name: string;
  /** A link is out already. */
  linked: boolean;
  token: Key;
  onMade: () => void;
}

export function ClassLink({ id, name, linked, token, onMade }: ClassLinkProps) {
  const [link, setLink] = useState<NewLink | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const make = async () => {
    setBusy(true);
    setFailure(null);
    try {
      setLink(await newClassLink(id, token));
      onMade();
    } catch (error) {
      setFailure(error);
    }
    setBusy(false);
  };
  return (
    <section class="stack" aria-labelledby={`link-${id}`}>
      <h3 id={`link-${id}`}>{t("ways.link")}</h3>
      <p class="muted">{t("ways.link_hint")}</p>
      {failure !== null && <Notice tone="bad">{problemText(failure)}</Notice>}
      {link !== null && <Shown link={link} name={name} />}
      {link === null && linked && <p>{t("ways.link_out")}</p>}
      {linked || link !== null ? (
        <Confirm
          icon={<LinkIcon />}
          question={t("ways.link_ask")}
          confirm={t("ways.link_renew")}
          busy={busy}
          testId="class-link-renew"
          onConfirm={make}
        >
          {t("ways.link_renew")}
        </Confirm>
      ) : (
        <div>
          <Button icon={<LinkIcon />} busy={busy} testId="class-link-make" onClick={make}>
            {t("ways.link_make")}
          </Button>
        </div>
      )}
    </section>
  );
}

function Shown({ link: { url, qr }, name }: { link: NewLink; name: string }) {
  return (
    <div class="link-box">
      <CopyField
        key={url}
        text={url}
        label={t("ways.link_of", { name })}
        button={t("link.copy")}
        testId="class-link"
      >
        {(copied) => (
          <p class="small" role="status">
            {copied && <strong class="good">{t("common.copied")} </strong>}
            <span class="muted">{t("ways.link_once")}</span>
          </p>
        )}
      </CopyField>
      <img class="class-qr" src={qr} alt={t("ways.link_qr", { name })} width="200" height="200" />
    </div>
  );
}
