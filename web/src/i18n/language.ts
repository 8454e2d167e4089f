/** The language of the pages: Vietnamese unless the person chose English here; kept on the device. */
import { effect, signal } from "@preact/signals";
import { keep, recall } from "../lib/device";

export type Language = "vi" | "en";

const STORE_KEY = "bg.language";

export const language = signal<Language>(recall(STORE_KEY) === "en" ? "en" : "vi");

export function chooseLanguage(choice: Language): void {
  language.value = choice;
  keep(STORE_KEY, choice);
}

effect(() => {
  document.documentElement.lang = language.value;
});
