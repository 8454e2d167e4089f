// How a picture keeps step with the sound. Pure: given how far it is off, what to do about it.

/** ms off at which the picture is hurried or slowed, and at which that ends. */
const NOTICED = 40;
const SETTLED = 12;
/** ms off from which only a jump helps. */
const LOST = 300;
const HURRY = 0.05;
/** Further off than this (ms) it is hurried more: it must be less than 80 soon. */
const FAR = 80;
const HURRY_MORE = 0.15;

export type Follow = { readonly do: "jump" } | { readonly do: "rate"; readonly rate: number };

/**
 * `drift`: picture minus sound in ms; `rate`: the sound's; `now`: the picture's rate so far, which says whether a
 * correction is under way.
 */
export function follow(drift: number, rate: number, now: number): Follow {
  const off = Math.abs(drift);
  if (off > LOST) return { do: "jump" };
  const correcting = now !== rate;
  if (off > NOTICED || (correcting && off > SETTLED)) {
    const hurry = off > FAR ? HURRY_MORE : HURRY;
    return { do: "rate", rate: drift > 0 ? rate * (1 - hurry) : rate * (1 + hurry) };
  }
  return { do: "rate", rate };
}
