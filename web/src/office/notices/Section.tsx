/** Notices to pupils and families: written, sent, and who read them. */
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { formatDate, formatTime } from "../../i18n/format";
import { Card, Notice } from "../../ui";
import { classes, type SchoolClass } from "../data";
import { Listed } from "../frame/Listed";
import { reached, reachesAll } from "../frame/reached";
import type { SectionProps } from "../frame/section";
import { CopyMessage } from "./CopyMessage";
import { type Mailing, messageOf, type Sent, type SentNotice, sent } from "./data";
import { NoticeForm } from "./NoticeForm";
import "../../family/told.css";
import "../../family/family.css";

const look = async (): Promise<[Sent, SchoolClass[]]> => Promise.all([sent(), classes()]);

export function Section({ session }: SectionProps) {
  const loaded = useLoad("notices", look);
  return (
    <Listed from={loaded}>
      {([{ notices, mail, mailing }, all]) => {
        const mine = reached(session, all);
        if (mine.length === 0) return <Notice silent>{t("families.no_class")}</Notice>;
        return (
          <div class="stack">
            <Card title={t("notices.new")}>
              <NoticeForm classes={mine} whole={reachesAll(session)} mail={mail} onSent={loaded.reload} />
            </Card>
            <MailTrouble mailing={mailing} />
            <Card title={t("notices.list")}>
              {notices.length === 0 && <p class="muted">{t("notices.none")}</p>}
              <ul class="told">
                {notices.map((one) => (
                  <li key={one.id}>
                    <SentItem of={one} all={all} />
                  </li>
                ))}
              </ul>
            </Card>
          </div>
        );
      }}
    </Listed>
  );
}

/** Letters are not lost while the mail server takes none: what is wrong, and that they wait. */
function MailTrouble({ mailing: { trouble, since, waiting } }: { mailing: Mailing }) {
  if (trouble === "" || since === null) return null;
  return (
    <Notice tone="warn" title={t("notices.trouble", { time: `${formatTime(since)} ${formatDate(since)}` })}>
      <p>{t(`notices.trouble_${trouble}`)}</p>
      <p>{t("notices.trouble_waiting", { n: waiting })}</p>
    </Notice>
  );
}

function SentItem({ of, all }: { of: SentNotice; all: readonly SchoolClass[] }) {
  return (
    <article>
      <h3>{of.title}</h3>
      <p class="muted small">{`${formatDate(of.at)} ${formatTime(of.at)} · ${toWhom(of, all)}`}</p>
      <p class="paragraphs">{of.text}</p>
      {of.link && <p class="paragraphs small">{of.link}</p>}
      <p class="small" data-testid="notice-counts">
        {countsOf(of)}
      </p>
      <CopyMessage text={messageOf(of, location.origin)} name={of.title} />
    </article>
  );
}

function toWhom({ class_id, person_id, person_name }: SentNotice, all: readonly SchoolClass[]): string {
  const code = all.find(({ id }) => id === class_id)?.code;
  if (person_id !== null) return [person_name, code].filter(Boolean).join(" · ");
  return code === undefined ? t("notices.whole") : t("notices.class", { name: code });
}

function countsOf({ reads, mails, emailed, failed }: SentNotice): string {
  const words = [t("notices.reads", { n: reads })];
  if (mails > 0) words.push(t("notices.mails", { sent: emailed, n: mails }));
  const waiting = mails - emailed - failed;
  if (waiting > 0) words.push(t("notices.waiting", { n: waiting }));
  if (failed > 0) words.push(t("notices.failed", { n: failed }));
  return words.join(" · ");
}
