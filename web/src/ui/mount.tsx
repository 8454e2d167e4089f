/** Starts a page: unless the browser is too old (public/unsupported.js has said so), renders it into #app. */
import { type ComponentChild, render } from "preact";

export function mount(page: ComponentChild): void {
  const place = document.getElementById("app");
  if (!place || document.documentElement.classList.contains("unsupported")) return;
  render(page, place);
}
