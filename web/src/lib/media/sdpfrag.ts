// ICE restarts over WHIP and WHEP (RFC 9725 §4.3.3): what we send of our new offer, and our old answer with the
// server's new credentials. Pure.

/** The body of the PATCH: `application/trickle-ice-sdpfrag` (RFC 8840), credentials in the first section of the
 * bundle. Candidates are not waited for: the server is ICE-lite and learns our address from our checks. */
export function fragmentOf(offer: string): string {
  const [session = "", first = ""] = offer.split(/^(?=m=)/m);
  const wanted = [
    /^a=group:BUNDLE .*$/m.exec(session)?.[0],
    /^m=.*$/m.exec(first)?.[0],
    /^a=mid:.*$/m.exec(first)?.[0],
    credential("ufrag", first) ?? credential("ufrag", session),
    credential("pwd", first) ?? credential("pwd", session),
  ];
  const lines = wanted.filter((line) => line !== undefined).map((line) => line.trim());
  return `${["a=ice-options:ice2", ...lines].join("\r\n")}\r\n`;
}

/** The answer as if the server had given it now; null when the fragment has no credentials. */
export function renewed(answer: string, fragment: string): string | null {
  const ufrag = credential("ufrag", fragment)?.trim();
  const pwd = credential("pwd", fragment)?.trim();
  if (!ufrag || !pwd) return null;
  const candidates = [...new Set(fragment.match(/^a=candidate:.*$/gm) ?? [])].map((line) => line.trim());
  const kept =
    candidates.length > 0 ? answer.replace(/^a=(candidate:.*|end-of-candidates)\r?\n/gm, "") : answer;
  const end = candidates.length > 0 ? [...candidates, "a=end-of-candidates"] : [];
  return kept
    .replace(/^a=ice-ufrag:.*$/gm, `${ufrag}\r`)
    .replace(/^a=ice-pwd:.*$/gm, `${[pwd, ...end].join("\r\n")}\r`)
    .replace(/\r+\n/g, "\r\n");
}

function credential(name: "ufrag" | "pwd", text: string): string | undefined {
  return new RegExp(`^a=ice-${name}:.*$`, "m").exec(text)?.[0];
}
