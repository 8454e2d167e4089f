// How people are called in a replay. Who did not agree to be recorded has no name there.

import type { View } from "../../generated/messages";
import { t } from "../../i18n";
import { labels, titled } from "../../lib/lesson/names";

/** "cô Lan", the full name, or that this person is not recorded. `known`: what the track says. */
export function called(view: View | null, person: string | null, known = ""): string {
  const about = person === null ? undefined : view?.people[person];
  if (!about?.name) return known || t("replay.left_out");
  return titled(about) ?? labels(view?.people ?? {}).get(person ?? "") ?? about.name;
}
