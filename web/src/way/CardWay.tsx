/** A card's QR was read: nothing to pick or type. */
import { problemText } from "../api/problem";
import { useLoad } from "../api/useLoad";
import { t } from "../i18n";
import { Button, Loading, Notice, Page } from "../ui/parts";
import { Arrived } from "./Arrived";
import { comeByCard } from "./data";

export function CardWay({ mark }: { mark: string }) {
  const { value, error, reload } = useLoad("card", () => comeByCard(mark));
  return (
    <Page title={t("way.card_title")} narrow>
      <div class="stack">
        <h1>{value ? value.name : t("way.card_title")}</h1>
        {value && <Arrived came={value} />}
        {!value && error === null && <Loading />}
        {!value && error !== null && (
          <Notice tone="bad" title={t("way.failed")}>
            <p>{problemText(error)}</p>
            <Button onClick={reload}>{t("common.retry")}</Button>
          </Notice>
        )}
      </div>
    </Page>
  );
}
