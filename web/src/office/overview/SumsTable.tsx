/** One table of sums: sorted by any column, shares with a bar beside their number. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { formatNumber } from "../../i18n/format";
import { DownIcon } from "../../ui";
import type { Periods } from "./data";
import {
  COLUMNS,
  type Column,
  countOf,
  isShare,
  type Line,
  type Order,
  shareOf,
  sorted,
  whole,
} from "./sums";

interface SumsTableProps {
  /** What the lines are: classes, teachers or subjects. */
  heading: string;
  lines: readonly Line[];
}

export function SumsTable({ heading, lines }: SumsTableProps) {
  const [order, setOrder] = useState<Order>({ column: "name", down: false });
  const sort = (column: Order["column"]) =>
    setOrder({ column, down: order.column === column ? !order.down : column !== "name" });
  return (
    <div class="scroll-box">
      <table class="sums">
        <caption class="said">{t("overview.table", { what: heading })}</caption>
        <thead>
          <tr>
            <Head column="name" order={order} onSort={sort}>
              {heading}
            </Head>
            {COLUMNS.map((column) => (
              <Head key={column} column={column} order={order} onSort={sort}>
                {t(`overview.${column}`)}
              </Head>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted(lines, order).map(({ key, name, periods }) => (
            <Row key={key} name={name} periods={periods} />
          ))}
        </tbody>
        <tfoot>
          <Row name={t("overview.whole")} periods={whole(lines)} />
        </tfoot>
      </table>
    </div>
  );
}

interface HeadProps {
  column: Order["column"];
  order: Order;
  onSort: (column: Order["column"]) => void;
  children: ComponentChildren;
}

function Head({ column, order, onSort, children }: HeadProps) {
  const mine = order.column === column;
  return (
    <th scope="col" aria-sort={mine ? (order.down ? "descending" : "ascending") : undefined}>
      <button type="button" data-testid={`sort-${column}`} onClick={() => onSort(column)}>
        {children}
        {mine && <DownIcon size="1em" />}
      </button>
    </th>
  );
}

function Row({ name, periods }: { name: string; periods: Periods }) {
  return (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi>
      </th>
      {COLUMNS.map((column) => (
        <td key={column} class="numbers">
          {isShare(column) ? <Share periods={periods} column={column} /> : countOf(periods, column)}
        </td>
      ))}
    </tr>
  );
}

/** The bar is for the eye; the number says it. */
function Share({ periods, column }: { periods: Periods; column: Column }) {
  const share = shareOf(periods, column);
  if (share === null) return <>–</>;
  return (
    <span class="share">
      <meter min={0} max={1} value={share} aria-hidden="true" />
      {t("overview.percent", { n: formatNumber(100 * share, 1) })}
    </span>
  );
}
