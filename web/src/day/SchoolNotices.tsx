/** The school's newest notices for a pupil: unread ones open, the others folded. */
import { useState } from "preact/hooks";
import type { Told } from "../family/data";
import { ToldItem } from "../family/ToldItem";
import { t } from "../i18n";
import { Card } from "../ui/parts";
import { markRead } from "./told";

export function SchoolNotices({ token, all }: { token: string; all: readonly Told[] }) {
  const [marked, setMarked] = useState<ReadonlySet<number>>(new Set());
  const mark = (id: number) => {
    setMarked(new Set([...marked, id]));
    // Not kept: it is shown as new again next time.
    markRead(token, id).catch(() => undefined);
  };
  const fresh = all.filter(({ read }) => !read);
  const known = all.filter(({ read }) => read);
  if (all.length === 0) return null;
  return (
    <Card title={t("day.notices")}>
      <ul class="told" data-testid="day-notices">
        {fresh.map((one) => (
          <li key={one.id}>
            <ToldItem of={one} read={marked.has(one.id)} onRead={() => mark(one.id)} />
          </li>
        ))}
      </ul>
      {known.length > 0 && (
        <details>
          <summary>{t("day.notices_read", { n: known.length })}</summary>
          <ul class="told">
            {known.map((one) => (
              <li key={one.id}>
                <ToldItem of={one} read onRead={() => undefined} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}
