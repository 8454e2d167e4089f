/** Starts a page: unless the browser is too old (public/unsupported.js has said so), renders it into #app. */
import { type ComponentChild, render } from "preact";
import { learnWords } from "../i18n/words";

export function start(page: ComponentChild): void {
  const place = document.getElementById("app");
  if (!place || document.documentElement.classList.contains("unsupported")) return;
  void learnWords();
  render(page, place);
}
