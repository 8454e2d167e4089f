/** Starts a page with all texts of the catalogue. */
import type { ComponentChild } from "preact";
import { catalogue } from "../i18n/catalogue";
import { include } from "../i18n/texts";
import { start } from "./start";

export function mount(page: ComponentChild): void {
  include(catalogue);
  start(page);
}
