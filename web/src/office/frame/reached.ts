/** Classes somebody may work on: leaders and the office all, a homeroom teacher the own. The server asks again. */
import type { Me, SchoolClass } from "../data";

const OF_ALL = new Set(["office", "head", "deputy", "inspector"]);

export const reachesAll = (me: Me) => me.roles.some((role) => OF_ALL.has(role));

export function reached(me: Me, all: readonly SchoolClass[]): SchoolClass[] {
  const whole = reachesAll(me);
  return all.filter(({ homeroom }) => whole || (me.person !== null && homeroom === me.person));
}
