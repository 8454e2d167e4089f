/** What the school tells this family: unread first. */
import { useState } from "preact/hooks";
import { t } from "../i18n";
import { formatDate } from "../i18n/format";
import { Button, ButtonLink, Card } from "../ui";
import { readNotices, type Told } from "./data";
import { Became, useDoing } from "./doing";

export function Notices({ token, all }: { token: string; all: readonly Told[] }) {
  const [read, setRead] = useState<ReadonlySet<number>>(
    () => new Set(all.filter((one) => one.read).map(({ id }) => id)),
  );
  const doing = useDoing();
  const mark = async (id: number) => {
    if (await doing.run(() => readNotices(token, [id]), "")) setRead(new Set([...read, id]));
  };
  return (
    <Card title={t("family.notices")}>
      {all.length === 0 && <p class="muted">{t("family.notices_none")}</p>}
      <ul class="told">
        {all.map((one) => (
          <li key={one.id}>
            <ToldItem of={one} read={read.has(one.id)} onRead={() => mark(one.id)} />
          </li>
        ))}
      </ul>
      <Became of={doing} />
    </Card>
  );
}

/** Also on the pupil's day page. */
export function ToldItem({ of, read, onRead }: { of: Told; read: boolean; onRead: () => void }) {
  return (
    <article class={read ? "told-read" : undefined}>
      <h3>
        {!read && <strong class="told-new">{t("family.unread")}</strong>} {of.title}
      </h3>
      <p class="muted small">{formatDate(of.at)}</p>
      <p class="paragraphs">{of.text}</p>
      <div class="row">
        {of.link && (
          <ButtonLink href={of.link} size="small" label={`${t("family.open_link")}: ${of.title}`}>
            {t("family.open_link")}
          </ButtonLink>
        )}
        {!read && (
          <Button size="small" label={`${t("family.read")}: ${of.title}`} onClick={onRead}>
            {t("family.read")}
          </Button>
        )}
      </div>
    </article>
  );
}
