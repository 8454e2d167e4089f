/** The register's lines; on narrow screens each is a block. */
import { t } from "../../i18n";
import { formatDate, instantOf } from "../../i18n/format";
import { Button, EditIcon, Lamp } from "../../ui";
import type { DeviceRow, Entry } from "./data";
import { isDue, othersOf } from "./show";

interface DeviceTableProps {
  rows: readonly DeviceRow[];
  /** The whole register: for who shares with whom. */
  all: readonly DeviceRow[];
  today: string;
  /** Null: one may look only. */
  onEdit: ((row: DeviceRow) => void) | null;
}

export function DeviceTable({ rows, all, today, onEdit }: DeviceTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must take the focus
    <section class="table-box" tabIndex={0} aria-label={t("devices.of")}>
      <table class="lines" data-testid="devices">
        <thead>
          <tr>
            <th scope="col">{t("people.name")}</th>
            <th scope="col">{t("devices.device")}</th>
            <th scope="col">{t("devices.line")}</th>
            <th scope="col">{t("devices.help")}</th>
            <th scope="col">{t("devices.review_on")}</th>
            {onEdit && (
              <th scope="col">
                <span class="said">{t("devices.edit")}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.person}>
              <th scope="row">
                <span class="numbers muted">
                  {row.class_name} {row.stt}
                </span>{" "}
                <bdi>{row.name}</bdi>
              </th>
              {row.entry === null ? (
                <td colSpan={4}>
                  <Lamp tone="off">{t("devices.not_asked")}</Lamp>
                </td>
              ) : (
                <Known row={row} entry={row.entry} all={all} today={today} />
              )}
              {onEdit && (
                <td>
                  <Button
                    size="small"
                    icon={<EditIcon />}
                    label={t("devices.edit_who", { name: row.name })}
                    testId="device-edit"
                    onClick={() => onEdit(row)}
                  >
                    {t("devices.edit")}
                  </Button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface KnownProps {
  row: DeviceRow;
  entry: Entry;
  all: readonly DeviceRow[];
  today: string;
}

function Known({ row, entry, all, today }: KnownProps) {
  const others = othersOf(row, all).join(", ");
  return (
    <>
      <td>
        {t(`devices.kind_${entry.kind}`)}
        {entry.shared_id && (
          <div class="small muted">
            <bdi>
              {others ? t("devices.shared_with", { name: entry.shared_id, others }) : entry.shared_id}
            </bdi>
          </div>
        )}
        {entry.note && (
          <div class="small muted">
            <bdi>{entry.note}</bdi>
          </div>
        )}
      </td>
      <td>{t(`devices.line_${entry.line}`)}</td>
      <td>
        <bdi>{entry.help}</bdi>
      </td>
      <td class="numbers">{entry.review_on && <Review on={entry.review_on} today={today} />}</td>
    </>
  );
}

function Review({ on, today }: { on: string; today: string }) {
  const date = formatDate(instantOf(on, "12:00"));
  return isDue(on, today) ? (
    <Lamp tone="warn">{t("devices.review_due", { date })}</Lamp>
  ) : (
    <span>{date}</span>
  );
}
