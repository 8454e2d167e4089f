// What this browser's encoders can be told, asked once of a connection that is thrown away.

import type { Abilities, Encoding } from "./encoding";

let known: Abilities | undefined;

export function abilities(): Abilities {
  known ??= {
    scaleTo: keeps({ scaleResolutionDownTo: { maxWidth: 16, maxHeight: 16 } }),
    modes: keeps({ scalabilityMode: "L1T2" }),
    all: /\bFirefox\//.test(navigator.userAgent),
  };
  return known;
}

/** Whether the browser takes this member and gives it back: what it does not know it drops, or throws at. */
function keeps(encoding: Encoding): boolean {
  const pc = new RTCPeerConnection();
  try {
    const { sender } = pc.addTransceiver("video", { direction: "sendonly", sendEncodings: [encoding] });
    const kept = sender.getParameters().encodings[0] ?? {};
    return Object.keys(encoding).every((member) => member in kept);
  } catch {
    return false;
  } finally {
    pc.close();
  }
}
