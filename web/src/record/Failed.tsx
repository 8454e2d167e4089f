/** No record to show: why, and what a removed one left. */
import { type Entry, firstAllowed } from "../api/kept";
import { codeOf, problemText } from "../api/problem";
import { useLoad } from "../api/useLoad";
import { t } from "../i18n";
import { Button, Notice } from "../ui";
import { versionsOf } from "./load";
import { Rows } from "./Rows";
import { moment } from "./show";
import type { Removed } from "./versions";

export function Failed({ entry, failure, onRetry }: { entry: Entry; failure: unknown; onRetry: () => void }) {
  if (codeOf(failure) === "record_removed") return <Gone entry={entry} />;
  return (
    <Notice tone="bad" title={t("record.failed")}>
      <p>{problemText(failure)}</p>
      <Button onClick={onRetry}>{t("common.retry")}</Button>
    </Notice>
  );
}

function Gone({ entry: { lesson, keys } }: { entry: Entry }) {
  const { value } = useLoad(`removed ${lesson}`, () => firstAllowed(keys, (one) => versionsOf(lesson, one)));
  return (
    <>
      <Notice tone="warn" title={t("record.removed")}>
        {t("problem.record_removed")}
      </Notice>
      {value?.value.removed.map((one) => (
        <Left key={one.id} one={one} />
      ))}
    </>
  );
}

function Left({ one }: { one: Removed }) {
  return (
    <div class="sheet-paper">
      <Rows
        rows={[
          [t("record.id"), <code key="id">{one.id}</code>],
          [t("record.hash"), <code key="hash">{one.hash}</code>],
          [t("record.removed_why"), one.reason],
          [t("record.decision"), one.decision],
          [t("record.removed_by"), t("record.written_by", { name: one.by.name, time: moment(one.at) })],
        ]}
      />
    </div>
  );
}
