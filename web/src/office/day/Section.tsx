/** The lessons of one day. */
import { LessonsTab } from "../lessons/LessonsTab";

export function Section() {
  return <LessonsTab />;
}
