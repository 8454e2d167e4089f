/** Lines of the log as a table; on narrow screens each line is a block. */
import { isKey, t } from "../../i18n";
import { formatDate, formatTime } from "../../i18n/format";

export interface Line {
  id: number;
  at: string;
  actor: string;
  /** As today; empty for programs, the server and who is not known any more. */
  actor_name: string;
  act: string;
  object: string;
  person: string | null;
  person_name: string;
  detail: string;
}

export function Lines({ all }: { all: readonly Line[] }) {
  return (
    <table class="audit" role="table">
      <thead role="rowgroup">
        <tr role="row">
          <Head>{t("audit.when")}</Head>
          <Head>{t("audit.actor")}</Head>
          <Head>{t("audit.act")}</Head>
          <Head>{t("audit.person")}</Head>
          <Head>{t("audit.object")}</Head>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {all.map((line) => (
          <tr role="row" key={line.id}>
            <td role="cell" class="numbers muted">
              {`${formatDate(line.at)} ${formatTime(line.at, true)}`}
            </td>
            <th scope="row" role="rowheader">
              {actorOf(line)}
            </th>
            <td role="cell">{actText(line.act)}</td>
            <td role="cell">{line.person_name || line.person}</td>
            <td role="cell" class="small muted audit-object">
              {[line.object, line.detail].filter(Boolean).join(" · ")}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Head({ children }: { children: string }) {
  return (
    <th scope="col" role="columnheader">
      {children}
    </th>
  );
}

function actorOf({ actor, actor_name }: Line): string {
  if (actor_name) return actor_name;
  if (actor.startsWith("family:")) return t("audit.family");
  if (actor === "key") return t("audit.program");
  if (actor === "system") return t("audit.system");
  return actor === "demo" ? t("audit.demo") : actor;
}

/** The act in words; one this page does not know yet by its code. */
export function actText(act: string): string {
  const key = `act.${act}`;
  return isKey(key) ? (t as (key: string) => string)(key) : act;
}
