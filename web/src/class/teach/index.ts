// The teacher's part of the class page, one lazily loaded piece.

import "./check.css";
import "./teach.css";

export { Roster } from "./Roster";
export { SheetCard } from "./SheetCard";
export { TeacherCheck } from "./TeacherCheck";
export { TeacherRoom } from "./TeacherRoom";
