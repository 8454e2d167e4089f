/** How the register shows days and classes. */
import type { Register } from "./data";

/** "2013-02-11" as 11/02/2013. */
export function birthText(day: string | null): string {
  return day ? day.split("-").reverse().join("/") : "";
}

/** The name of a class, of earlier years, too. */
export function classCode(all: Register, id: string | null): string {
  return all.classes.find((one) => one.id === id)?.code ?? "";
}
