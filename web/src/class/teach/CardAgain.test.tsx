// A new card in two taps: shown once on the teacher's screen.

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { CardAgain } from "./CardAgain";

const turn = () => act(() => new Promise((done) => setTimeout(done)));
const card = {
  person: "hs-1",
  stt: 1,
  name: "Lê Vy",
  pin: "482913",
  url: "u",
  qr: "data:image/svg+xml,x",
  again: true,
};

let place: HTMLElement;
let reply: () => Response;
let asked: string[];

const press = async (id: string) => {
  act(() => place.querySelector<HTMLElement>(`[data-testid="${id}"]`)?.click());
  await turn();
};

beforeEach(() => {
  asked = [];
  reply = () => Response.json({ school: "", class_name: "8A3", cards: [card] }, { status: 201 });
  vi.stubGlobal("fetch", async (url: string, { headers }: { headers: Record<string, string> }) => {
    asked.push(`${new URL(url, location.origin).pathname} ${headers.Authorization}`);
    return reply();
  });
  place = document.body.appendChild(document.createElement("div"));
  act(() => render(<CardAgain lesson="l1" token="join" person="hs-1" name="Lê Vy" />, place));
});

afterEach(() => {
  act(() => render(null, place));
  place.remove();
  vi.unstubAllGlobals();
});

it("is issued in two taps and gone when closed", async () => {
  await press("card-again");
  expect(asked).toEqual([]);
  expect(place.textContent).toContain("hết dùng ngay");
  await press("card-again-confirm");
  expect(asked).toEqual(["/api/v1/lessons/l1/people/hs-1/card Bearer join"]);
  expect(place.textContent).toContain("482913");
  expect(place.querySelector("img")?.getAttribute("src")).toBe(card.qr);
  act(() => place.querySelector<HTMLElement>("[data-testid=new-card] button")?.click());
  expect(place.textContent).not.toContain("482913");
});

it("says who may, to a teacher who may not", async () => {
  reply = () => Response.json({ code: "not_allowed" }, { status: 403 });
  await press("card-again");
  await press("card-again-confirm");
  expect(place.querySelector("[role=alert]")?.textContent).toContain("Chỉ giáo viên chủ nhiệm");
});
