import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { messageOf } from "../notices/data";
import { type DataTask, isOverdue } from "../requests/data";
import { linesOf } from "../rules/Section";
import { SlipSheet } from "./SlipSheet";

const SLIPS = {
  school: "THCS Cầu Bình",
  superior: "UBND xã <b>Cầu Bình</b>",
  class_name: "8A3",
  consent_text: "",
  rules: { version: 1, title: "Nội quy", rules: ["<i>Đúng giờ.</i>"], at: "2026-09-05T00:00:00Z" },
  slips: [
    {
      person: "hs-8a3-05",
      stt: 5,
      name: "Lê Gia Bảo",
      url: "https://lop.example/family#abc",
      qr: "data:image/svg+xml,",
      expires_at: "2026-12-07T00:00:00Z",
    },
  ],
};

let place: HTMLElement;

beforeEach(() => {
  place = document.body.appendChild(document.createElement("div"));
});

afterEach(() => {
  render(null, place);
  place.remove();
});

it("prints slips with text as text, without the links one copies", async () => {
  await act(async () => render(<SlipSheet sheet={SLIPS} onClose={vi.fn()} />, place));
  const paper = document.querySelector(".paper");
  expect(paper?.textContent).toContain("<i>Đúng giờ.</i>");
  expect(paper?.textContent).toContain("UBND xã <b>Cầu Bình</b>");
  expect(paper?.querySelectorAll("input")).toHaveLength(0);
  expect(place.querySelector("input")?.value).toBe("https://lop.example/family#abc");
  await act(async () => render(null, place));
  expect(document.querySelector(".paper")).toBeNull();
});

it("marks what was not confirmed or done in time", () => {
  const task = { acknowledge_by: 10, due_at: 20, acknowledged_at: null, done_at: null } as DataTask;
  expect([9, 11].map((now) => isOverdue(task, now))).toEqual([false, true]);
  expect([11, 21].map((now) => isOverdue({ ...task, acknowledged_at: 5 }, now))).toEqual([false, true]);
  expect(isOverdue({ ...task, done_at: 30 }, 99)).toBe(false);
});

it("takes a rule a line, without the numbers before them", () => {
  expect(linesOf("1. Đúng giờ.\n\n 2) Lịch sự.\n- Tắt mic\n5 phút trước giờ học")).toEqual([
    "Đúng giờ.",
    "Lịch sự.",
    "Tắt mic",
    "5 phút trước giờ học",
  ]);
});

it("makes a message to paste", () => {
  const said = { title: " Nghỉ lũ ", text: "Học trực tuyến.", link: "/day" };
  expect(messageOf(said, "https://lop.example")).toBe(
    "Nghỉ lũ\n\nHọc trực tuyến.\n\nhttps://lop.example/day",
  );
});
