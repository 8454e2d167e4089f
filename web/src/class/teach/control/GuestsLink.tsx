// One link for all guests of this lesson, to copy or to scan; each guest types a name that carries "khách".

import { useState } from "preact/hooks";
import { absolute } from "../../../api/linktoken";
import { problemText } from "../../../api/problem";
import { t } from "../../../i18n";
import { formatTime } from "../../../i18n/format";
import { Button, Confirm, CopyField, LinkIcon, Notice, useFocusBack } from "../../../ui/parts";
import type { Room } from "../../room";
import { type Companion, endGuestLinks, guestLink } from "./companion";

export function GuestsLink({ room }: { room: Room }) {
  const [shown, setShown] = useState<Companion | null>(null);
  const [ended, setEnded] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const box = useFocusBack(shown !== null);
  const run = async (what: () => Promise<void>) => {
    setBusy(true);
    setFailure(null);
    setEnded(false);
    await what().catch(setFailure);
    setBusy(false);
  };
  const make = () => run(async () => setShown(await guestLink(room.entry)));
  const end = () =>
    run(async () => {
      await endGuestLinks(room.entry);
      setShown(null);
      setEnded(true);
    });
  return (
    <section class="second-phone" aria-label={t("teach.guests")}>
      <h3>{t("teach.guests")}</h3>
      <p class="small muted">{t("teach.guests.hint")}</p>
      {failure !== null && <Notice tone="bad">{problemText(failure)}</Notice>}
      {shown ? (
        <Shown link={shown} onClose={() => setShown(null)} />
      ) : (
        <div ref={box}>
          <Button
            size="small"
            icon={<LinkIcon />}
            busy={busy}
            testId="guests-link"
            onClick={() => void make()}
          >
            {t("teach.guests.make")}
          </Button>
        </div>
      )}
      <Confirm
        size="small"
        busy={busy}
        testId="guests-end"
        question={t("teach.guests.end_ask")}
        confirm={t("teach.guests.end")}
        onConfirm={() => void end()}
      >
        {t("teach.guests.end")}
      </Confirm>
      {ended && <Notice tone="good">{t("teach.guests.ended")}</Notice>}
    </section>
  );
}

function Shown({ link, onClose }: { link: Companion; onClose: () => void }) {
  return (
    <div class="phone-code">
      <CopyField
        text={absolute(link.url, location.origin)}
        label={t("teach.guests")}
        button={t("teach.guests.copy")}
        testId="guests-url"
      />
      <img src={link.qr} alt={t("teach.phone.qr")} width="320" height="320" />
      <p>{t("teach.guests.until", { time: formatTime(link.expires_at) })}</p>
      <Button size="small" onClick={onClose}>
        {t("common.close")}
      </Button>
    </div>
  );
}
