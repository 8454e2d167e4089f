/** The language of the pages: Vietnamese unless the person chose English here; kept on the device. */
import { effect, signal } from "@preact/signals";

export type Language = "vi" | "en";

const STORE_KEY = "bg.language";

function stored(): Language {
  try {
    return localStorage.getItem(STORE_KEY) === "en" ? "en" : "vi";
  } catch {
    return "vi"; // storage blocked: the page works, the choice is not remembered
  }
}

export const language = signal<Language>(stored());

export function chooseLanguage(choice: Language): void {
  language.value = choice;
  try {
    localStorage.setItem(STORE_KEY, choice);
  } catch {
    // storage blocked: the choice holds for this page only
  }
}

effect(() => {
  document.documentElement.lang = language.value;
});
