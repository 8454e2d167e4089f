/** Pupils of one device with two lessons at once in the coming days, and what can be done. */
import { useState } from "preact/hooks";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { formatDay, formatSpan } from "../../i18n/format";
import { Button, Card, Notice } from "../../ui";
import { Listed } from "../frame/Listed";
import { type Clash, clashes } from "./data";
import { grouped } from "./show";

const FIRST = 5;
const LINES = 3;

/** `version`: another number looks again. */
export function Clashes({ version }: { version: number }) {
  const loaded = useLoad(`clashes ${version}`, clashes);
  return (
    <Card title={t("clash.title")}>
      <Listed from={loaded}>
        {(all) => (all.length === 0 ? <p class="muted">{t("clash.none")}</p> : <Found all={all} />)}
      </Listed>
    </Card>
  );
}

function Found({ all }: { all: Clash[] }) {
  const [whole, setWhole] = useState(false);
  const groups = grouped(all);
  const devices = new Set(all.map(({ device }) => device)).size;
  return (
    <>
      <Notice tone="warn" title={t("clash.count", { n: all.length, devices })} silent>
        {t("clash.what")}
      </Notice>
      <ul class="clashes">
        {(whole ? groups : groups.slice(0, FIRST)).map((group) => (
          <Group key={`${group[0]?.device} ${group[0]?.people.join(" ")}`} group={group} />
        ))}
      </ul>
      {!whole && groups.length > FIRST && (
        <div>
          <Button onClick={() => setWhole(true)}>{t("devices.more", { n: groups.length - FIRST })}</Button>
        </div>
      )}
    </>
  );
}

/** One pair of pupils; of many clashes the next ones. */
function Group({ group }: { group: Clash[] }) {
  return (
    <li>
      <strong>
        <bdi>{group[0]?.device}</bdi>
      </strong>
      <ul>
        {group.slice(0, LINES).map((one) => (
          <li key={one.starts_at}>
            <span class="numbers">
              {formatDay(one.starts_at)}, {formatSpan(one.starts_at, one.ends_at)}
            </span>
            <div class="small">
              {who(one, 0)} · {who(one, 1)}
            </div>
          </li>
        ))}
      </ul>
      {group.length > LINES && <p class="small muted">{t("clash.more", { n: group.length - LINES })}</p>}
    </li>
  );
}

function who({ names, classes, subjects }: Clash, place: 0 | 1): string {
  const subject = subjects[place];
  if (!names[place]) return t("clash.other", { subject });
  return t("clash.who", { name: names[place], of: classes[place], subject });
}
