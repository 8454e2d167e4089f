import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Account, makeAccount } from "./calls";
import { found, loginFor, plain } from "./names";
import { Section } from "./Section";

const LAN: Account = {
  id: null,
  login: null,
  person: "gv-01",
  name: "Nguyễn Thị Ngọc Lan",
  given_name: "Lan",
  title: "cô",
  kind: "teacher",
  role: "person",
  must_change: false,
  password_until: null,
  disabled: false,
  by_password: false,
  by_oidc: false,
  last_login: null,
  open_sessions: 0,
};
const BANG: Account = {
  ...LAN,
  id: "a1",
  login: "bang.dt",
  person: "cb-02",
  name: "Đoàn Thế Bằng",
  title: "thầy",
};

describe("names and logins", () => {
  it("are found without marks, or by login", () => {
    expect(plain("Đoàn Thế BẰNG")).toBe("doan the bang");
    expect(found([LAN, BANG], "the bằng")).toEqual([BANG]);
    expect(found([LAN, BANG], "bang.d")).toEqual([BANG]);
    expect(found([LAN, BANG], "")).toHaveLength(2);
  });

  it("are offered from the name and never twice", () => {
    expect(loginFor("Nguyễn Thị Ngọc Lan", new Set())).toBe("lan.ntn");
    expect(loginFor("Nguyễn Thị Ngọc Lan", new Set(["lan.ntn", "lan.ntn2"]))).toBe("lan.ntn3");
    expect(loginFor("H'Lan Niê", new Set())).toBe("nie.hl");
  });
});

describe("the list of accounts", () => {
  let place: HTMLElement;
  const asked: [string, string, unknown][] = [];
  const answers: Record<string, unknown> = {
    "GET /api/v1/office/accounts": { accounts: [LAN, BANG] },
    "GET /api/v1/office/roles": {
      roles: [
        { id: 3, person: "cb-02", role: "deputy", from_day: null, to_day: "2020-01-01", decision: "QĐ 1" },
      ],
    },
    "POST /api/v1/office/accounts": {
      id: "a2",
      login: "lan.ntn",
      password: "abcd-efgh-jkmn",
      url: null,
      expires_at: "2026-11-30T00:50:00Z",
    },
  };

  beforeEach(() => {
    asked.length = 0;
    vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
      asked.push([init.method ?? "GET", path, init.body && JSON.parse(String(init.body))]);
      const answer = answers[`${init.method} ${path}`];
      return new Response(JSON.stringify(answer ?? {}), { status: 200 });
    });
    place = document.body.appendChild(document.createElement("div"));
  });

  afterEach(() => {
    act(() => render(null, place));
    place.remove();
    vi.unstubAllGlobals();
  });

  const shown = async (acts: string[]) => {
    const session = {
      login: "vanphong",
      name: "",
      person: null,
      title: null,
      roles: ["office"],
      acts,
      must_change: false,
      lapsed: "" as const,
      expires_at: "",
    };
    await act(() => render(<Section session={session} path={[]} />, place));
    await settled(() => expect(place.querySelector(".accounts")).not.toBeNull());
  };
  const settled = (check: () => void) =>
    vi.waitFor(async () => {
      await act(async () => undefined);
      check();
    });
  const press = (selector: string) => act(() => place.querySelector<HTMLElement>(selector)?.click());

  it("makes an account and shows the password once", async () => {
    await shown(["roles.manage", "accounts.manage"]);
    await press("[data-testid=account-gv-01]");
    await act(() => {
      place.querySelector("form")?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
    });
    await settled(() => expect(place.querySelector("[data-testid=handover]")).not.toBeNull());
    expect(asked.at(-1)).toEqual([
      "POST",
      "/api/v1/office/accounts",
      { person: "gv-01", login: "lan.ntn", way: "password" },
    ]);
    expect(place.querySelector("[data-testid=handover]")?.textContent).toContain("abcd-efgh-jkmn");
  });

  it("shows a head the roles, with what is over, and no way to touch accounts", async () => {
    await shown(["roles.manage"]);
    await press("[data-testid=account-cb-02]");
    const text = place.textContent ?? "";
    expect(text).toContain("Phó hiệu trưởng");
    expect(text).toContain("đã hết hạn");
    expect(text).not.toContain("Khóa tài khoản");
    expect(place.querySelector("[data-testid=add-inspector]")).toBeNull();
  });

  it("hands over whole links", async () => {
    answers["POST /api/v1/office/accounts"] = { id: "a", login: "x", password: null, url: "/account#t" };
    const secret = await makeAccount("gv-01", "x", "link");
    expect(secret.url).toBe(`${location.origin}/account#t`);
  });
});
