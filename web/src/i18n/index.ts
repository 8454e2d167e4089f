/** `t("key", {name})`: a text of the catalogue in the chosen language; components that call it follow the choice. */
import type { Catalogue, Key } from "./catalogue";
import { language } from "./language";
import { fill, type ParameterOf, type Value } from "./message";
import { textOf } from "./texts";
import { type WordName, words } from "./words";

export type { Key } from "./catalogue";
export { chooseLanguage, type Language, language } from "./language";

type Names<K extends Key> = Exclude<ParameterOf<Catalogue[K]["vi"]>, WordName>;
/** The texts without parameters, for tables of texts. */
export type PlainKey = { [K in Key]: [Names<K>] extends [never] ? K : never }[Key];

type Arguments<K extends Key> = [Names<K>] extends [never] ? [] : [values: Readonly<Record<Names<K>, Value>>];

export function t<K extends Key>(key: K, ...[values]: Arguments<K>): string {
  const text = textOf(key);
  return text === null ? key : fill(text[language.value], { ...words.value, ...values });
}

/** Whether this page has a text, for keys made from what the server sends (`problem.${code}`). */
export function isKey(key: string): key is Key {
  return textOf(key) !== null;
}
