// Media Source Extensions as this browser has them: the usual ones, or Safari's managed ones (iPhone from iOS 17.1).

export interface MediaSourceKind {
  new (): MediaSource;
  isTypeSupported(mime: string): boolean;
}

interface Sources {
  MediaSource?: MediaSourceKind;
  ManagedMediaSource?: MediaSourceKind;
}

export function mediaSource(of: Sources = globalThis as unknown as Sources): MediaSourceKind | null {
  return of.ManagedMediaSource ?? of.MediaSource ?? null;
}

export function plays(mime: string, of?: Sources): boolean {
  return mediaSource(of)?.isTypeSupported(mime) ?? false;
}

/** Whether seconds `at` of an element's timeline are in its buffer. */
export function holds(ranges: TimeRanges, at: number): boolean {
  for (let i = 0; i < ranges.length; i++) if (ranges.start(i) <= at && at < ranges.end(i)) return true;
  return false;
}

/** Where the next buffered range after `at` begins, s; null when there is none. */
export function nextRange(ranges: TimeRanges, at: number): number | null {
  for (let i = 0; i < ranges.length; i++) if (ranges.start(i) > at) return ranges.start(i);
  return null;
}
