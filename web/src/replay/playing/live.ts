// How far behind the lesson one watches. Pure; lesson times are UTC ms.

/** A device's clock this far off (ms) is not believed. */
const BELIEVED = 15_000;
/** What is saved is usually this old when one hears of it, ms. */
const USUALLY = 3_000;

/** The lesson's time now, from when (`heard`, device's UTC ms) the server said what is saved. */
export function lessonNow(savedTo: number, heard: number, now: number): number {
  return Math.abs(heard - savedTo) < BELIEVED ? now : savedTo + USUALLY + (now - heard);
}

/** Where to go for the newest: so far before the end (ms) that the next bit comes in time. */
export const EDGE = 2_500;
/** Nearer to the end than this (ms) one is watching live. */
export const NEAR = 12_000;
