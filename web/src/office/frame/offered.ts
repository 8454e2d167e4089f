/** Which classes a section offers: all, or a homeroom teacher's; the own ones first. The server asks for rights again. */
import type { Me, SchoolClass } from "../data";

/** `ofAll`: the roles that reach the whole school. */
export function offered(
  { roles, person }: Pick<Me, "roles" | "person">,
  classes: readonly SchoolClass[],
  ofAll: ReadonlySet<string>,
): SchoolClass[] {
  const own = (one: SchoolClass) => person !== null && one.homeroom === person;
  const rest = roles.some((role) => ofAll.has(role)) ? classes.filter((one) => !own(one)) : [];
  return [...classes.filter(own), ...rest];
}
