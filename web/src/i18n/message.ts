/**
 * Message texts with parameters: "{name}" is replaced, "{n|period|periods}" picks by number (English only needs
 * it). Pure; the catalogue and the language live elsewhere.
 */
export type Value = string | number;
export type Values = Readonly<Record<string, Value>>;

/** The parameter names of a text, at type level: "{a} and {n|x|y}" gives "a" | "n". */
export type ParameterOf<Text extends string> = Text extends `${string}{${infer Inside}}${infer Rest}`
  ? (Inside extends `${infer Name}|${string}` ? Name : Inside) | ParameterOf<Rest>
  : never;

const PARAMETER = /\{(\w+)(?:\|([^{}|]*)\|([^{}|]*))?\}/g;

/** The parameter names of a text, each once, sorted. */
export function parameters(text: string): string[] {
  return [...new Set([...text.matchAll(PARAMETER)].map((match) => match[1] ?? ""))].sort();
}

/** The text with its parameters filled in; a parameter nobody gave stays visible as {name}. */
export function fill(text: string, values: Values): string {
  return text.replace(PARAMETER, (whole, name: string, one?: string, many?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    if (one !== undefined && many !== undefined) return value === 1 ? one : many;
    return String(value);
  });
}
