/**
 * The one message catalogue: every text of every page, Vietnamese first, English complete. It is kept in one
 * file per page so that each stays readable; a test checks that no text or parameter is missing.
 */
import { account } from "./catalogue/account";
import { attendance } from "./catalogue/attendance";
import { audit } from "./catalogue/audit";
import { chat } from "./catalogue/chat";
import { classPage } from "./catalogue/class";
import { common } from "./catalogue/common";
import { control } from "./catalogue/control";
import { day } from "./catalogue/day";
import { device } from "./catalogue/device";
import { devices } from "./catalogue/devices";
import { door } from "./catalogue/door";
import { families } from "./catalogue/families";
import { family } from "./catalogue/family";
import { grid } from "./catalogue/grid";
import { home } from "./catalogue/home";
import { importing } from "./catalogue/importing";
import { inApp } from "./catalogue/inapp";
import { keys } from "./catalogue/keys";
import { leave } from "./catalogue/leave";
import { office } from "./catalogue/office";
import { overview } from "./catalogue/overview";
import { plan } from "./catalogue/plan";
import { recordPage } from "./catalogue/record";
import { register } from "./catalogue/register";
import { replay } from "./catalogue/replay";
import { settings } from "./catalogue/settings";
import { setup } from "./catalogue/setup";
import { teachPage } from "./catalogue/teach";
import { telling } from "./catalogue/telling";
import { way } from "./catalogue/way";
import { ways } from "./catalogue/ways";

export const catalogue = {
  ...common,
  ...home,
  ...day,
  ...setup,
  ...office,
  ...grid,
  ...telling,
  ...family,
  ...families,
  ...account,
  ...audit,
  ...classPage,
  ...inApp,
  ...door,
  ...chat,
  ...keys,
  ...device,
  ...teachPage,
  ...control,
  ...recordPage,
  ...replay,
  ...way,
  ...ways,
  ...importing,
  ...register,
  ...plan,
  ...settings,
  ...attendance,
  ...leave,
  ...devices,
  ...overview,
} as const;

export type Catalogue = typeof catalogue;
export type Key = keyof Catalogue;
