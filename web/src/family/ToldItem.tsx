/** One notice of the school, on the family's page and a pupil's day page. */
import { t } from "../i18n";
import { formatDate } from "../i18n/format";
import { Button, ButtonLink } from "../ui/parts";
import type { Told } from "./data";

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
