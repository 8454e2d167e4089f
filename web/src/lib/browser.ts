// What browser is this? Pure functions of the user agent and of what the window offers; used by every page.
// Versions that are too old never get here: public/unsupported.js sees to them.

/** The apps whose built-in browser is known to lack or to hinder microphone, camera or background sound. */
export type InApp = "zalo" | "facebook" | "messenger" | "instagram" | "tiktok" | "line" | "webview";
export type Platform = "android" | "ios" | "other";

const IN_APP: readonly (readonly [InApp, RegExp])[] = [
  ["zalo", /\bZalo\b|ZaloTheme|\bZaloPC\b/i],
  ["messenger", /FB_IAB\/(MESSENGER|Orca)|FBAN\/Messenger|MessengerForiOS|MessengerLite/i],
  ["facebook", /\bFBAN\b|\bFBAV\b|FB_IAB|FBIOS/],
  ["instagram", /\bInstagram\b/],
  ["tiktok", /musical_ly|BytedanceWebview|TikTok|trill_/i],
  ["line", /\bLine\//],
  ["webview", /; wv\)/],
];

/** Which app's built-in browser this is, or null in a browser of its own. */
export function inApp(userAgent: string): InApp | null {
  for (const [app, pattern] of IN_APP) if (pattern.test(userAgent)) return app;
  return null;
}

/** iPads call themselves Macintosh; `touchPoints` (navigator.maxTouchPoints) tells them from desktops. */
export function platform(userAgent: string, touchPoints = 0): Platform {
  if (/Android/i.test(userAgent)) return "android";
  if (/iPhone|iPad|iPod/.test(userAgent)) return "ios";
  if (/Macintosh/.test(userAgent) && touchPoints > 1) return "ios";
  return "other";
}

/** A link that Android hands to Chrome. An intent may carry a fragment before its own "#Intent;" (Intent.parseUri). */
export function chromeIntent(link: string): string {
  const url = new URL(link);
  const rest = link.slice(`${url.protocol}//`.length);
  const scheme = url.protocol.slice(0, -1);
  return `intent://${rest}#Intent;scheme=${scheme};package=com.android.chrome;end`;
}

/** The parts of a window a class needs; a Partial so that tests can leave any of them out. */
export interface Abilities {
  RTCPeerConnection?: unknown;
  WebSocket?: unknown;
  MediaStream?: unknown;
  sessionStorage?: unknown;
}

export function able(window: Abilities): boolean {
  const parts = [window.RTCPeerConnection, window.WebSocket, window.MediaStream, window.sessionStorage];
  return parts.every((part) => part !== undefined && part !== null);
}
