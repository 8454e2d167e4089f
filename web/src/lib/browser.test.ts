import { describe, expect, it } from "vitest";
import { able, chromeIntent, inApp, platform } from "./browser";

const ANDROID = "Mozilla/5.0 (Linux; Android 13; SM-A536E) AppleWebKit/537.36 (KHTML, like Gecko)";
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";

describe("inApp", () => {
  it.each([
    [
      "zalo",
      `${ANDROID} Version/4.0 Chrome/120.0.0.0 Mobile Safari/537.36 Zalo android/12110684 ZaloTheme/light`,
    ],
    ["zalo", `${IPHONE} Mobile/15E148 Zalo iOS/480 ZaloTheme/light ZaloLanguage/vn`],
    ["facebook", `${IPHONE} Mobile/21B74 [FBAN/FBIOS;FBAV/440.0.0.30.106;FBBV/535]`],
    [
      "facebook",
      `${ANDROID} Version/4.0 Chrome/119.0.0.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/439.0.0.44.117;]`,
    ],
    ["messenger", `${IPHONE} Mobile/15E148 [FBAN/MessengerForiOS;FBAV/436.0.0.29.109;]`],
    [
      "messenger",
      `${ANDROID} Version/4.0 Chrome/119.0.0.0 Mobile Safari/537.36 [FB_IAB/Orca-Android;FBAV/434.0;]`,
    ],
    ["instagram", `${IPHONE} Mobile/15E148 Instagram 309.0.0.28.111 (iPhone13,2; iOS 17_1)`],
    ["tiktok", `${IPHONE} Mobile/15E148 musical_ly_32.5.0 BytedanceWebview/d8a21c6`],
    ["line", `${ANDROID} Version/4.0 Chrome/120.0.0.0 Mobile Safari/537.36 Line/13.20.0/IAB`],
    [
      "webview",
      "Mozilla/5.0 (Linux; Android 13; Pixel 7; wv) AppleWebKit/537.36 Version/4.0 Chrome/120.0.0.0",
    ],
  ])("knows %s", (app, userAgent) => {
    expect(inApp(userAgent)).toBe(app);
  });

  it.each([
    ["Chrome on Android", `${ANDROID} Chrome/120.0.0.0 Mobile Safari/537.36`],
    [
      "Cốc Cốc",
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 coc_coc_browser/120.0.148 Chrome/114.0.0.0",
    ],
    ["Safari", `${IPHONE} Version/17.1 Mobile/15E148 Safari/604.1`],
    ["Chrome on iOS", `${IPHONE} CriOS/120.0.6099.119 Mobile/15E148 Safari/604.1`],
    ["Firefox", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"],
  ])("leaves %s alone", (_, userAgent) => {
    expect(inApp(userAgent)).toBeNull();
  });
});

describe("platform", () => {
  it("tells phones apart, and an iPad from a Mac by its touch screen", () => {
    expect(platform(`${ANDROID} Chrome/120`)).toBe("android");
    expect(platform(IPHONE)).toBe("ios");
    const mac =
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.1 Safari/605.1.15";
    expect(platform(mac, 5)).toBe("ios");
    expect(platform(mac, 0)).toBe("other");
  });
});

describe("chromeIntent", () => {
  it("keeps the token, which stands in the fragment", () => {
    expect(chromeIntent("https://lop.truong.test/l/abc#a.b-c_d")).toBe(
      "intent://lop.truong.test/l/abc#a.b-c_d#Intent;scheme=https;package=com.android.chrome;end",
    );
    expect(chromeIntent("http://10.0.0.5:8080/l/x#t")).toBe(
      "intent://10.0.0.5:8080/l/x#t#Intent;scheme=http;package=com.android.chrome;end",
    );
  });
});

describe("able", () => {
  it("wants every part", () => {
    const all = { RTCPeerConnection: {}, WebSocket: {}, MediaStream: {}, sessionStorage: {} };
    expect(able(all)).toBe(true);
    expect(able({ ...all, RTCPeerConnection: undefined })).toBe(false);
    expect(able({ ...all, sessionStorage: null })).toBe(false);
  });
});
