/** Fetches one person's link, copies it, and shows it, for browsers that do not let a page copy. */
import { useState } from "preact/hooks";
import { problemText } from "../../api/problem";
import { t } from "../../i18n";
import { copyText } from "../../lib/clipboard";
import { Button, CopyField, LinkIcon, Notice } from "../../ui";
import { noticeSignedOut } from "../frame/session";

export interface PersonalLinkProps {
  /** Whose it is, as printed beside the button. */
  name: string;
  text: string;
  /** The spoken name, where `text` alone does not say whose link it is. */
  label?: string;
  small?: boolean;
  /** What to know of the link; by default that it is this person's only. */
  note?: string;
  testId?: string;
  fetchLink: () => Promise<string>;
}

type State = { link: string; copied: boolean } | { failure: unknown } | null;

export function PersonalLink({
  name,
  text,
  label,
  small = false,
  note,
  testId,
  fetchLink,
}: PersonalLinkProps) {
  const [busy, setBusy] = useState(false);
  const [state, setState] = useState<State>(null);
  const get = async () => {
    setBusy(true);
    try {
      const link = await fetchLink();
      setState({ link, copied: await copyText(link) });
    } catch (failure) {
      if (!noticeSignedOut(failure)) setState({ failure });
    }
    setBusy(false);
  };
  return (
    <div class="personal-link">
      <Button
        size={small ? "small" : "normal"}
        icon={<LinkIcon />}
        busy={busy}
        label={label}
        testId={testId}
        onClick={get}
      >
        {text}
      </Button>
      {state && "failure" in state && <Notice tone="bad">{problemText(state.failure)}</Notice>}
      {state && "link" in state && (
        <LinkBox name={name} note={note ?? t("link.personal", { name })} {...state} />
      )}
    </div>
  );
}

interface LinkBoxProps {
  name: string;
  note: string;
  link: string;
  copied: boolean;
}

function LinkBox({ name, note, link, copied }: LinkBoxProps) {
  return (
    <div class="link-box">
      <CopyField
        key={link}
        text={link}
        label={t("link.of", { name })}
        button={t("link.copy")}
        already={copied}
        testId="link"
      >
        {(done) => (
          <p class="small" role="status">
            {done ? <strong class="good">{t("link.copied", { name })} </strong> : `${t("link.by_hand")} `}
            <span class="muted">{note}</span>
          </p>
        )}
      </CopyField>
    </div>
  );
}
