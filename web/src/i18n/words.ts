/**
 * The four words a school chooses. Any text of the catalogue may say {em} {Em} {hs} {Hs} {ppct}; `t` fills them in by
 * itself, so they are no parameters. Texts that speak to or of a pupil use them: "các {em}", "{Em} bấm Mic", "{hs} lớp 8".
 *
 * They come from the school once a page starts; until then, and without a network, those of the last time count.
 */
import { signal } from "@preact/signals";
import { call } from "../api/call";
import { keep, recall } from "../lib/device";
import { capital } from "../lib/lesson/names";
import { schoolZone } from "./format";
import type { Values } from "./message";

export interface SchoolWords {
  pupil_word: string;
  learner_word: string;
  ppct_word: string;
  time_zone: string;
  /** Pictures with words, few buttons, no typing: for the youngest. */
  small_children: boolean;
}

export const WORD_NAMES = ["em", "Em", "hs", "Hs", "ppct"] as const;
export type WordName = (typeof WORD_NAMES)[number];

const STORE_KEY = "bg.words";

/** What `t` fills in. */
export const words = signal<Values>(
  valuesOf({ pupil_word: "em", learner_word: "học sinh", ppct_word: "Tiết PPCT" }),
);
let school = words.value;
export const smallChildren = signal(false);
/** How grown-up guests are spoken to, whatever the school calls its pupils. */
const GUEST = { em: "anh/chị", Em: "Anh/chị" };
let guest = false;

/** From now on the page speaks to a guest (or, at the next lesson, to a pupil again). */
export function speakToGuest(yes: boolean): void {
  if (guest === yes) return;
  guest = yes;
  words.value = guest ? { ...words.value, ...GUEST } : school;
}

/** Takes the words of the last time, then asks the school. Never fails. */
export async function learnWords(): Promise<void> {
  const before = remembered();
  if (before !== null) take(before);
  const now = await call<SchoolWords>("/school").catch(() => null);
  if (now === null) return;
  take(now);
  const { pupil_word, learner_word, ppct_word, time_zone, small_children } = now;
  keep(STORE_KEY, JSON.stringify({ pupil_word, learner_word, ppct_word, time_zone, small_children }));
}

function take(from: SchoolWords): void {
  school = valuesOf(from);
  words.value = guest ? { ...school, ...GUEST } : school;
  smallChildren.value = from.small_children;
  schoolZone.value = from.time_zone;
}

function valuesOf({
  pupil_word: em,
  learner_word: hs,
  ppct_word: ppct,
}: Omit<SchoolWords, "time_zone" | "small_children">) {
  return { em, Em: capital(em), hs, Hs: capital(hs), ppct };
}

function remembered(): SchoolWords | null {
  try {
    const kept: unknown = JSON.parse(recall(STORE_KEY) ?? "null");
    return isWords(kept) ? kept : null;
  } catch {
    return null;
  }
}

function isWords(kept: unknown): kept is SchoolWords {
  if (typeof kept !== "object" || kept === null) return false;
  const { pupil_word, learner_word, ppct_word, time_zone, small_children } = kept as Record<string, unknown>;
  const texts = [pupil_word, learner_word, ppct_word, time_zone];
  return texts.every((text) => typeof text === "string") && typeof small_children === "boolean";
}
