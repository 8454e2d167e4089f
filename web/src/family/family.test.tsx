import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { FamilyHome } from "./data";
import { FamilyPage } from "./FamilyPage";
import { moved } from "./Month";

const HOME: FamilyHome = {
  person: "hs-8a3-05",
  name: "Lê Gia <b>Bảo</b>",
  class_name: "8A3",
  school: "THCS Cầu Bình",
  consent: { recorded: true, text: "", answer: "chua_tra_loi", answers: [] },
  rules: {
    rules: { version: 2, title: "Nội quy", rules: ["Đúng giờ."], at: "2026-11-01T00:00:00Z" },
    read: false,
  },
  notices: [
    { id: 4, title: "Nghỉ lũ", text: "dòng 1\ndòng 2", link: "", at: 1_795_000_000_000, read: false },
  ],
  email: "",
  mail: false,
  expires_at: "2026-11-23T03:00:00Z",
};

let answers: Record<string, [number, unknown]>;
let asked: [string, unknown][];
let place: HTMLElement;

beforeEach(() => {
  asked = [];
  answers = {
    "POST /family/sessions": [201, { token: "t", expires_at: "" }],
    "GET /family": [200, HOME],
    "GET /family/handed-in": [200, { leave: [], requests: [] }],
    "PUT /family/consent": [200, { ...HOME.consent, answer: "dong_y" }],
    "PUT /family/rules": [204, null],
    "POST /family/notices/read": [204, null],
  };
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    const name = `${init.method} ${path.replace("/api/v1", "").replace(/\?.*/, "")}`;
    asked.push([name, init.body && JSON.parse(String(init.body))]);
    const [status, body] = answers[name] ?? [404, {}];
    return new Response(status === 204 ? null : JSON.stringify(body), { status });
  });
  place = document.body.appendChild(document.createElement("div"));
});

afterEach(() => {
  render(null, place);
  place.remove();
  sessionStorage.clear();
  vi.unstubAllGlobals();
});

/** Calls answer in some turns of the loop. */
async function settled() {
  for (let turn = 0; turn < 12; turn++) await act(async () => {});
}

async function open(secret: string | null) {
  await act(async () => render(<FamilyPage secret={secret} />, place));
  await settled();
}

async function press(words: string) {
  const found = [...place.querySelectorAll("button")].find((one) => one.textContent?.trim() === words);
  if (!found) throw new Error(`no button ${words}`);
  await act(async () => found.click());
  await settled();
}

it("exchanges the link once and keeps what it opened in this tab", async () => {
  await open("secret");
  expect(place.querySelector("h1")?.textContent).toContain(HOME.name);
  expect(sessionStorage.getItem("bg.family")).toBe("t");
  await open("secret");
  expect(asked.filter(([name]) => name === "POST /family/sessions")).toEqual([
    ["POST /family/sessions", { secret: "secret" }],
  ]);
  await press("Xong, đóng trang");
  expect(sessionStorage.getItem("bg.family")).toBeNull();
});

it("says what to do with a link that was used", async () => {
  answers["POST /family/sessions"] = [401, { code: "used_link" }];
  await open("secret");
  expect(place.textContent).toContain("Xin thầy cô chủ nhiệm");
  expect(place.querySelectorAll("main button")).toHaveLength(0);
});

it("keeps an answer, the rules and what was read", async () => {
  await open("secret");
  await press("Đồng ý");
  expect(place.querySelector("[data-testid=consent-now]")?.textContent).toContain("Đồng ý");
  await press("Gia đình đã đọc và cùng thực hiện");
  await press("Đã đọc");
  expect(asked.slice(-3)).toEqual([
    ["PUT /family/consent", { answer: "dong_y" }],
    ["PUT /family/rules", { version: 2 }],
    ["POST /family/notices/read", { notices: [4] }],
  ]);
});

it("counts months over the year's end", () => {
  expect([moved("2026-01", -1), moved("2026-12", 1)]).toEqual(["2025-12", "2027-01"]);
});
