// Who wrote a line of the chat, as the class calls them.

import type { ChatLine } from "../../lib/api";
import { titled } from "../../lib/lesson/names";
import type { Room } from "../room";

/** "cô Lan", or the full name as stored. */
export function writer(room: Room, line: ChatLine): string {
  const about = room.view?.people[line.person];
  return titled(about) ?? (about ? room.name(line.person) : line.name);
}
