// What every section of the office pages is given.

import type { Me } from "../data";

export interface SectionProps {
  session: Me;
  /** What stands in the address after the section's id, decoded: "#/register/classes" gives ["classes"]. */
  path: readonly string[];
}
