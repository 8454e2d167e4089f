// A phone's lamp, where the browser can turn it on (Image Capture: the constraint "torch"). TypeScript does not know it.

export function hasLamp(track: MediaStreamTrack): boolean {
  const able = track.getCapabilities?.() as { torch?: boolean } | undefined;
  return able?.torch === true;
}

/** True when it was done. */
export async function turnLamp(track: MediaStreamTrack, on: boolean): Promise<boolean> {
  const torch = { advanced: [{ torch: on } as MediaTrackConstraintSet] };
  return track.applyConstraints(torch).then(
    () => true,
    () => false,
  );
}
