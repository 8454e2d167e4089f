/** What became of a change: why it failed, or that it is kept (and what it did). */
import type { ComponentChildren } from "preact";
import { problemText } from "../../api/problem";
import { t } from "../../i18n";
import { Notice } from "../../ui";
import type { Saving } from "./saving";

export function Saved({ saving, children }: { saving: Saving; children?: ComponentChildren }) {
  if (saving.failure !== null) return <Notice tone="bad">{problemText(saving.failure)}</Notice>;
  if (saving.done) return <Notice tone="good">{children ?? t("plan.saved")}</Notice>;
  return null;
}
