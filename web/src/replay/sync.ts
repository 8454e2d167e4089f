// How a picture keeps step with the sound. Pure: given how far it is off, what to do about it.

/** ms off at which the picture is hurried or slowed, and at which that ends. */
const NOTICED = 40;
const SETTLED = 12;
/** ms off from which only a jump helps. */
const LOST = 300;
const HURRY = 0.05;

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
    return { do: "rate", rate: drift > 0 ? rate * (1 - HURRY) : rate * (1 + HURRY) };
  }
  return { do: "rate", rate };
}
