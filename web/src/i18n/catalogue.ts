/**
 * The one message catalogue: every text of every page, Vietnamese first, English complete. It is kept in one
 * file per page so that each stays readable; a test checks that no text or parameter is missing.
 */
import { classPage } from "./catalogue/class";
import { common } from "./catalogue/common";
import { day } from "./catalogue/day";
import { home } from "./catalogue/home";
import { office } from "./catalogue/office";
import { recordPage } from "./catalogue/record";
import { replay } from "./catalogue/replay";
import { setup } from "./catalogue/setup";
import { teachPage } from "./catalogue/teach";

export const catalogue = {
  ...common,
  ...home,
  ...day,
  ...setup,
  ...office,
  ...classPage,
  ...teachPage,
  ...recordPage,
  ...replay,
} as const;

export type Catalogue = typeof catalogue;
export type Key = keyof Catalogue;
