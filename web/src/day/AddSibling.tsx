/** How a brother or sister gets onto this device: by the own way in, opened here. */
import { t } from "../i18n";

export function AddSibling() {
  return (
    <details class="add-sibling">
      <summary>{t("siblings.add")}</summary>
      <p>{t("siblings.add_how")}</p>
    </details>
  );
}
