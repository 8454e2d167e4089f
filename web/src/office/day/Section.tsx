/** The lessons of one day. */
import { LessonsTab } from "../LessonsTab";

export function Section() {
  return <LessonsTab />;
}
