/** All words of the catalogue, for a part of the office that a page with few words of its own opens. */
import { include } from "./texts";

export async function allWords(): Promise<void> {
  include((await import("./catalogue")).catalogue);
}
