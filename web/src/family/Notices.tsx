/** What the school tells this family: unread first. */
import { useState } from "preact/hooks";
import { t } from "../i18n";
import { Card } from "../ui";
import { readNotices, type Told } from "./data";
import { Became, useDoing } from "./doing";
import { ToldItem } from "./ToldItem";

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
