/** Classes and their pupils. */
import { ClassesTab } from "../ClassesTab";

export function Section() {
  return <ClassesTab />;
}
