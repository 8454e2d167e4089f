// The class's link: pick, prove, be remembered; or wait for the teacher.

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { smallChildren } from "../i18n/words";
import { remember, siblings } from "../lib/siblings";
import { WayPage } from "./WayPage";
import { wayOf } from "./where";

const turn = () => act(() => new Promise((done) => setTimeout(done)));
const board = {
  school: "THCS Thử",
  class_id: "8a3",
  class_name: "8A3",
  pupils: [
    { person: "hs-1", stt: 1, name: "Lê <b>An</b>", called: null },
    { person: "hs-2", stt: 2, name: "Lê Vy", called: "Vy B" },
  ],
};

let place: HTMLElement;
let asked: { path: string; body: Record<string, string> }[];
let answers: Record<string, () => Response>;
const assign = vi.fn();

const refusal = (code: string) => Response.json({ code }, { status: 403 });
const came = (proved = true) =>
  Response.json({ token: "t", url: "/day#t", person: "hs-2", name: "Lê Vy", proved }, { status: 201 });
const buttons = () => [...place.querySelectorAll("button")];
const press = async (text: string) => {
  const found = buttons().find((one) => (one.getAttribute("aria-label") ?? one.textContent)?.includes(text));
  if (!found) throw new Error(`no button ${text}`);
  act(() => found.click());
  await turn();
};

async function type(digits: string): Promise<void> {
  const input = place.querySelector("input");
  if (!input) throw new Error("no field");
  input.value = digits;
  act(() => {
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  act(() => place.querySelector<HTMLElement>("[data-testid=way-submit]")?.click());
  await turn();
}

async function open(path: string, secret: string | null): Promise<void> {
  act(() => render(<WayPage way={wayOf(path)} secret={secret} />, place));
  await turn();
}

beforeEach(() => {
  asked = [];
  answers = { "/ways/8a3": () => Response.json(board), "/ways/8a3/answers": () => came() };
  localStorage.clear();
  sessionStorage.clear();
  assign.mockClear();
  vi.spyOn(location, "assign").mockImplementation(assign);
  vi.stubGlobal("fetch", async (url: string, { body }: { body: string }) => {
    const path = new URL(url, location.origin).pathname.replace("/api/v1", "");
    asked.push({ path, body: body && JSON.parse(body) });
    return answers[path]?.() ?? new Response("", { status: 404 });
  });
  place = document.body.appendChild(document.createElement("div"));
});

afterEach(() => {
  act(() => render(null, place));
  place.remove();
  smallChildren.value = false;
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe("the class's link", () => {
  it("leads from one's line and digits to the day, and the device remembers", async () => {
    await open("/c/8a3", "secret");
    expect(place.textContent).toContain("Vy B");
    expect(place.querySelector("b")).toBeNull();
    await press("Lê Vy");
    await type("05/09/2012");
    expect(asked.at(-1)).toEqual({
      path: "/ways/8a3/answers",
      body: { secret: "secret", person: "hs-2", digits: "05/09/2012" },
    });
    expect(siblings(localStorage)).toEqual([{ person: "hs-2", name: "Lê Vy", token: "t" }]);
    expect(sessionStorage.getItem("bg.day")).toBe("t");
    expect(assign).toHaveBeenCalledWith("/day");
  });

  it("asks a pupil nothing whom the device remembers, as long as that opens the day", async () => {
    remember(localStorage, { person: "hs-2", name: "Lê Vy", token: "kept" });
    answers["/day"] = () => Response.json({});
    await open("/c/8a3", "secret");
    await press("Lê Vy");
    expect(asked.map(({ path }) => path)).toEqual(["/ways/8a3", "/day"]);
    expect(sessionStorage.getItem("bg.day")).toBe("kept");
    expect(assign).toHaveBeenCalledWith("/day");
  });

  it("asks a remembered pupil again whose token was withdrawn", async () => {
    remember(localStorage, { person: "hs-2", name: "Lê Vy", token: "old" });
    answers["/day"] = () => refusal("revoked");
    await open("/c/8a3", "secret");
    await press("Lê Vy");
    await type("05092012");
    expect(siblings(localStorage)).toEqual([{ person: "hs-2", name: "Lê Vy", token: "t" }]);
  });

  it("says what helps when too many answered wrong", async () => {
    answers["/ways/8a3/answers"] = () => refusal("many_wrong");
    await open("/c/8a3", "secret");
    await press("Lê Vy");
    await type("05092012");
    expect(place.textContent).toContain("quét mã trên thẻ");
  });

  it("asks for enough digits before it asks the server", async () => {
    await open("/c/8a3", "secret");
    await press("Lê Vy");
    await type("12");
    expect(place.textContent).toContain("Gõ đủ các số");
    expect(asked).toHaveLength(1);
  });

  it("says that digits are wrong, and lets one choose again", async () => {
    answers["/ways/8a3/answers"] = () => refusal("wrong_answer");
    await open("/c/8a3", "secret");
    await press("Lê Vy");
    await type("01011999");
    expect(place.querySelector("[role=status]")?.textContent).toContain("Chưa đúng");
    expect(place.querySelector("input")?.value).toBe("");
    await press("chọn lại");
    expect(place.querySelectorAll("[data-testid=pupils] li")).toHaveLength(2);
    expect(siblings(localStorage)).toEqual([]);
  });

  it("sends who could not prove it to the lesson's door, unremembered", async () => {
    answers["/ways/8a3/answers"] = () => came(false);
    await open("/c/8a3", "secret");
    await press("Lê Vy");
    await type("01011999");
    expect(place.textContent).toContain("Thầy cô sẽ cho em vào lớp");
    expect(siblings(localStorage)).toEqual([]);
    await press("Xem tiết học hôm nay");
    expect(sessionStorage.getItem("bg.day")).toBe("t");
    expect(assign).toHaveBeenCalledWith("/day");
  });

  it("asks whom to forget when five are remembered", async () => {
    for (let n = 3; n < 8; n++) remember(localStorage, { person: `hs-${n}`, name: `Em ${n}`, token: "x" });
    await open("/c/8a3", "secret");
    await press("Lê Vy");
    await type("05092012");
    expect(assign).not.toHaveBeenCalled();
    await press("Bỏ Em 4");
    expect(siblings(localStorage).map(({ person }) => person)).toEqual([
      "hs-3",
      "hs-5",
      "hs-6",
      "hs-7",
      "hs-2",
    ]);
    expect(assign).toHaveBeenCalledWith("/day");
  });

  it("says what to do with a link that was renewed", async () => {
    answers["/ways/8a3"] = () => refusal("old_class_link");
    await open("/c/8a3", "old");
    expect(place.textContent).toContain("Xin thầy cô chủ nhiệm đường liên kết mới");
  });

  it("needs no typing of small children", async () => {
    smallChildren.value = true;
    await open("/c/8a3", "secret");
    expect(place.querySelectorAll(".tiles .picture")).toHaveLength(2);
    await press("Lê Vy");
    expect(place.querySelector("input")).toBeNull();
    for (const digit of ["0", "5", "1", "9"]) await press(digit);
    await press("Xóa một số");
    await press("9");
    await press("Vào lớp");
    expect(asked.at(-1)?.body.digits).toBe("0519");
  });
});

describe("other ways", () => {
  it("a card needs nothing more", async () => {
    answers["/ways/cards"] = () => came();
    await open("/t", "hs-2.key");
    expect(asked).toEqual([{ path: "/ways/cards", body: { person: "hs-2", key: "key" } }]);
    expect(assign).toHaveBeenCalledWith("/day");
  });

  it("an old card says so", async () => {
    answers["/ways/cards"] = () => refusal("old_card");
    await open("/t", "hs-2.key");
    expect(place.textContent).toContain("Thẻ này đã cũ");
  });

  it("guests type their name and hear what is wrong with it", async () => {
    const lesson = {
      lesson: "l1",
      title: "Bài 1",
      subject: "Toán",
      class_name: "8A3",
      starts_at: "2026-11-23T01:00:00Z",
    };
    answers["/ways/guests"] = () => Response.json(lesson);
    answers["/ways/guests/tokens"] = () => refusal("name_taken");
    await open("/g/l1", "link");
    const name = place.querySelector("input");
    if (name) name.value = "Lê Vy";
    act(() => {
      name?.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await press("Vào lớp");
    expect(place.querySelector(".field-error")?.textContent).toContain("trùng với người trong danh sách");
    answers["/ways/guests/tokens"] = () => Response.json({ token: "j", url: "/l/l1#j" }, { status: 201 });
    await press("Vào lớp");
    expect(asked.at(-1)?.body).toEqual({ link: "link", name: "Lê Vy" });
    expect(assign).toHaveBeenCalledWith("/l/l1#j");
  });

  it.each(["/c/", "/c/a/b", "/x/8a3", "/"])("%s is none", async (path) => {
    await open(path, "secret");
    expect(place.textContent).toContain("Hãy mở trang này bằng đường liên kết");
    expect(asked).toEqual([]);
  });

  it("without a secret nothing is asked", async () => {
    await open("/c/8a3", null);
    expect(asked).toEqual([]);
  });
});
