/** The school's teachers. */
import { TeachersTab } from "../TeachersTab";

export function Section() {
  return <TeachersTab />;
}
