// The teacher's part of the class page, one lazily loaded piece.

import "./check/check.css";
import "./teach.css";

export { TeacherCheck } from "./check/TeacherCheck";
export { Roster } from "./Roster";
export { SheetCard } from "./SheetCard";
export { TeacherRoom } from "./TeacherRoom";
