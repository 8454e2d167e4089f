/** Fetches one person's link, copies it, and shows it, for browsers that do not let a page copy. */
import { useRef, useState } from "preact/hooks";
import { problemText } from "../../api/problem";
import { t } from "../../i18n";
import { Button, CheckIcon, CopyIcon, LinkIcon, Notice } from "../../ui";
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
      setState({ link, copied: await copied(link) });
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
        <LinkBox
          name={name}
          note={note ?? t("link.personal", { name })}
          {...state}
          onCopy={async () => setState({ ...state, copied: await copied(state.link) })}
        />
      )}
    </div>
  );
}

interface LinkBoxProps {
  name: string;
  note: string;
  link: string;
  copied: boolean;
  onCopy: () => void;
}

function LinkBox({ name, note, link, copied, onCopy }: LinkBoxProps) {
  const field = useRef<HTMLInputElement>(null);
  const copy = () => {
    field.current?.select();
    onCopy();
  };
  return (
    <div class="link-box">
      <div class="control-with-button">
        <input
          ref={field}
          class="control"
          readOnly
          value={link}
          aria-label={t("link.of", { name })}
          data-testid="link"
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button icon={copied ? <CheckIcon /> : <CopyIcon />} label={t("link.copy")} onClick={copy} />
      </div>
      <p class="small" role="status">
        {copied ? <strong class="good">{t("link.copied", { name })} </strong> : `${t("link.by_hand")} `}
        <span class="muted">{note}</span>
      </p>
    </div>
  );
}

/** False where the browser forbids it: an insecure page, or too long after the click. */
async function copied(link: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(link);
    return true;
  } catch {
    return false;
  }
}
