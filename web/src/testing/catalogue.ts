// Tests know all texts, whichever page they are about.

import { catalogue } from "../i18n/catalogue";
import { include } from "../i18n/texts";

include(catalogue);
