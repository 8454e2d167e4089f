// The day of a pupil or a teacher: takes in its own words; what a homeroom teacher opens brings all others.

import "../style/index.css";
import { keepToken, restartOnNewLink } from "../api/linktoken";
import { common } from "../i18n/catalogue/common";
import { day } from "../i18n/catalogue/day";
import { leave } from "../i18n/catalogue/leave";
import { way } from "../i18n/catalogue/way";
import { include } from "../i18n/texts";
import { claimsOf } from "../lib/entry";
import { deviceStorage, remember } from "../lib/siblings";
import { start } from "../ui/parts";
import { DayDoor } from "./DayDoor";
import "../style/lessons.css";
import "../family/told.css";
import "./day.css";
import "./picture.css";

const fromLink = location.hash.length > 1;
const token = keepToken("bg.day", location, history, sessionStorage);

/** A pupil's personal link is remembered like the own way in; a teacher's never is. */
function keepPupil(link: string): void {
  const claims = claimsOf(link);
  if (claims?.role !== "student" || claims.unproved || !claims.person) return;
  remember(deviceStorage(), { person: claims.person, name: claims.name, token: link });
}

if (fromLink && token !== null) keepPupil(token);
restartOnNewLink(window);
include(common, day, way, leave);
start(<DayDoor token={token} />);
