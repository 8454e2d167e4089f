// The teacher's part of the class page, one lazily loaded piece.

import { control } from "../../i18n/catalogue/control";
import { recordPage } from "../../i18n/catalogue/record";
import { teachPage } from "../../i18n/catalogue/teach";
import { ways } from "../../i18n/catalogue/ways";
import { include } from "../../i18n/texts";
import "./check/check.css";
import "./teach.css";
import "./control/control.css";
import "./people/people.css";

export { TeacherCheck } from "./check/TeacherCheck";
export { Roster } from "./people/Roster";
export { SheetCard } from "./SheetCard";
export { TeacherRoom } from "./TeacherRoom";

include(teachPage, control, recordPage, ways);
