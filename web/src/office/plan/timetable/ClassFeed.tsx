/** A class's calendar feed at the office. */
import { call } from "../../../api/call";
import { CalendarFeed } from "../../../day/CalendarFeed";
import { t } from "../../../i18n";
import { Card } from "../../../ui";

export function ClassFeed({ id, name }: { id: string; name: string }) {
  const path = `/office/classes/${encodeURIComponent(id)}/feed`;
  return (
    <Card title={t("feed.of_class", { name })}>
      <CalendarFeed
        name={path}
        calls={{
          look: () => call(path),
          make: () => call(path, { method: "POST" }),
          remove: () => call(path, { method: "DELETE" }),
        }}
      />
    </Card>
  );
}
