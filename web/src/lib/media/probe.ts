// Looks which way media could take, without joining: a connection that only ICE answers. The server knows nothing
// of it, and nobody is there by it.

import type { MediaPort } from "./ice";
import { type Finding, findPath } from "./path";

/** ms between two looks; how many there are at most; how many more for a better way than the first that works. */
const LOOK_EVERY = 250;
const LOOKS = 120;
const BETTER = 6;

/** An answer as the server would give it, with its probing credentials; no DTLS follows, so any fingerprint does. */
export function probeAnswer(offer: string, { addresses, port, ufrag, pwd }: MediaPort): string {
  const found = (pattern: RegExp) => pattern.exec(offer)?.[1]?.trim() ?? "";
  const payload = found(/^m=audio \d+ \S+ (\d+)/m);
  const lines = [
    "v=0",
    "o=- 1 1 IN IP4 127.0.0.1",
    "s=-",
    "t=0 0",
    "a=ice-lite",
    `a=group:BUNDLE ${found(/^a=mid:(.*)$/m)}`,
    `m=audio ${port} UDP/TLS/RTP/SAVPF ${payload}`,
    "c=IN IP4 0.0.0.0",
    `a=mid:${found(/^a=mid:(.*)$/m)}`,
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${pwd}`,
    `a=fingerprint:sha-256 ${Array(32).fill("00").join(":")}`,
    "a=setup:passive",
    "a=rtcp-mux",
    "a=sendonly",
    `a=rtpmap:${payload} ${found(new RegExp(`^a=rtpmap:${payload} (.*)$`, "m"))}`,
    ...addresses.flatMap((address, index) => [
      `a=candidate:${index + 1} 1 udp ${2130706431 - (index << 8)} ${address} ${port} typ host`,
      `a=candidate:${index + 101} 1 tcp ${2105524479 - (index << 8)} ${address} ${port} typ host tcptype passive`,
    ]),
    "a=end-of-candidates",
  ];
  return `${lines.join("\r\n")}\r\n`;
}

/** What to do after each look: a way that works counts at once when it is the best, others after a little while. */
export class Progress {
  private looks = 0;
  private worked = 0;
  private last = "";

  next(finding: Finding): { tell: boolean; over: boolean } {
    const works = finding.path !== "none";
    this.looks += 1;
    if (works) this.worked += 1;
    const over = finding.path === "udp" || this.worked > BETTER || this.looks >= LOOKS;
    if (works) return { tell: over, over };
    const words = JSON.stringify(finding.why);
    const tell = words !== this.last;
    this.last = words;
    return { tell, over };
  }
}

/** `told` hears what was tried whenever that changes, and at last the way that works. The result ends it. */
export function probe(
  port: MediaPort,
  iceServers: RTCIceServer[],
  told: (finding: Finding) => void,
): () => void {
  const pc = new RTCPeerConnection({ iceServers });
  const progress = new Progress();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const close = () => {
    clearTimeout(timer);
    pc.close();
  };
  const look = async () => {
    const finding = findPath(await pc.getStats(), iceServers.length);
    if (pc.signalingState === "closed") return;
    const { tell, over } = progress.next(finding);
    if (tell) told(finding);
    if (over) close();
    else timer = setTimeout(() => void look().catch(close), LOOK_EVERY);
  };
  const start = async () => {
    pc.addTransceiver("audio", { direction: "recvonly" });
    await pc.setLocalDescription(await pc.createOffer());
    const sdp = probeAnswer(pc.localDescription?.sdp ?? "", port);
    await pc.setRemoteDescription({ type: "answer", sdp });
    await look();
  };
  start().catch(close);
  return close;
}
