/** The address under which a phone's calendar follows the timetable: made, copied, renewed, ended. */
import { useState } from "preact/hooks";
import { absolute } from "../api/linktoken";
import { problemText } from "../api/problem";
import { useLoad } from "../api/useLoad";
import { t } from "../i18n";
import { Button, CalendarIcon, Confirm, CopyField, Notice } from "../ui/parts";

export interface Feed {
  /** Null: there is none. */
  made_at: string | null;
  /** Told once, when it is made. */
  url: string | null;
}

export interface FeedCalls {
  look: () => Promise<Feed>;
  make: () => Promise<Feed>;
  remove: () => Promise<unknown>;
}

/** `name` tells feeds apart on one page. */
export function CalendarFeed({ name, calls }: { name: string; calls: FeedCalls }) {
  const { value, error, reload } = useLoad(`feed ${name}`, calls.look);
  const [link, setLink] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const doing = async (work: () => Promise<string | null>) => {
    setBusy(true);
    setFailure(null);
    try {
      setLink(await work());
      reload();
    } catch (failed) {
      setFailure(failed);
    }
    setBusy(false);
  };
  const make = () =>
    doing(async () => {
      const { url } = await calls.make();
      return url === null ? null : absolute(url, location.origin);
    });
  const remove = () =>
    doing(async () => {
      await calls.remove();
      return null;
    });
  const there = value?.made_at != null;
  return (
    <div class="stack">
      <p class="muted small">{t("feed.hint")}</p>
      {(failure ?? error) !== null && <Notice tone="bad">{problemText(failure ?? error)}</Notice>}
      {link !== null && (
        <CopyField
          key={link}
          text={link}
          label={t("feed.address")}
          button={t("link.copy")}
          testId="feed-address"
        />
      )}
      {there && link === null && <p>{t("feed.out")}</p>}
      <div class="row">
        {there ? (
          <Acts busy={busy} onRenew={make} onEnd={remove} />
        ) : (
          <Button icon={<CalendarIcon />} busy={busy} testId="feed-make" onClick={make}>
            {t("feed.make")}
          </Button>
        )}
      </div>
    </div>
  );
}

interface ActsProps {
  busy: boolean;
  onRenew: () => void;
  onEnd: () => void;
}

function Acts({ busy, onRenew, onEnd }: ActsProps) {
  return (
    <>
      <Confirm
        question={t("feed.renew_ask")}
        confirm={t("feed.renew")}
        busy={busy}
        testId="feed-renew"
        onConfirm={onRenew}
      >
        {t("feed.renew")}
      </Confirm>
      <Confirm
        question={t("feed.end_ask")}
        confirm={t("feed.end")}
        busy={busy}
        testId="feed-end"
        onConfirm={onEnd}
      >
        {t("feed.end")}
      </Confirm>
    </>
  );
}
