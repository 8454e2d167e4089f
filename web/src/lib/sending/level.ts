// How loud a microphone is now, for the check before the lesson.

import { signal } from "@preact/signals";

/** dBFS that counts as silence and as full. */
const QUIET = -60;
const LOUD = -10;

/** Loudness 0..1 of samples in -1..1. Pure. */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const rms = Math.sqrt(sum / Math.max(1, samples.length));
  const db = 20 * Math.log10(Math.max(rms, 1e-6));
  return Math.min(1, Math.max(0, (db - QUIET) / (LOUD - QUIET)));
}

export class Meter {
  readonly level = signal(0);
  private readonly context = new AudioContext();
  private readonly timer: ReturnType<typeof setInterval>;

  constructor(track: MediaStreamTrack) {
    const analyser = this.context.createAnalyser();
    analyser.fftSize = 1024;
    this.context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this.timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      this.level.value = Math.max(loudness(samples), this.level.value * 0.8);
    }, 60);
  }

  /** Browsers start it only after some tap on the page. */
  wake(): void {
    if (this.context.state === "suspended") void this.context.resume();
  }

  close(): void {
    clearInterval(this.timer);
    void this.context.close();
  }
}
