/** What the signs mean. */
import { t } from "../../i18n";
import { SHOWN, SIGNS } from "./show";

export function Legend() {
  return (
    <details class="month-legend" open>
      <summary>{t("month.legend")}</summary>
      <ul>
        {SHOWN.map((shown) => (
          <li key={shown}>
            <span class={`cell cell-${shown}`} aria-hidden="true">
              {SIGNS[shown]}
            </span>
            {t(`cell.${shown}`)}
          </li>
        ))}
        <li>
          <span class="cell cell-P cell-written" aria-hidden="true">
            P
          </span>
          {t("month.legend_person")}
        </li>
        <li>
          <span class="cell cell-present cell-school" aria-hidden="true">
            ·
          </span>
          {t("month.legend_school")}
        </li>
      </ul>
    </details>
  );
}
