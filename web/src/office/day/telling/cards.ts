/** The changes of day that classes are to be told of. They outlive the day that is shown. Pure. */
import type { Done, GridClass } from "../data";

export interface Card {
  /** The change's number. */
  id: number;
  /** Another number: it was changed since, its words are others. */
  version: number;
  /** Its text is open, perhaps edited: it stays until it is closed. */
  open: boolean;
  /** Every class of the school. */
  all: readonly GridClass[];
}

type Cards = readonly Card[];

/** A change was made or taken back: its card is a new one; of the others stay those whose text is open. */
export function made(cards: Cards, { id, classes }: Done, all: readonly GridClass[]): Cards {
  const kept = texts(without(cards, id));
  if (classes.length === 0) return kept;
  const version = 1 + Math.max(0, ...cards.map((one) => one.version));
  return [...kept, { id, version, open: false, all }];
}

/** The text of a change is wanted: a card that stands for it is opened as it is. */
export function wanted(cards: Cards, id: number, all: readonly GridClass[]): Cards {
  if (cards.some((one) => one.id === id)) return opened(cards, id);
  return [...texts(cards), { id, version: 0, open: true, all }];
}

export function opened(cards: Cards, id: number): Cards {
  return cards.map((one) => (one.id === id ? { ...one, open: true } : one));
}

export function without(cards: Cards, id: number): Cards {
  return cards.filter((one) => one.id !== id);
}

const texts = (cards: Cards) => cards.filter(({ open }) => open);
