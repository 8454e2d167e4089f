import { describe, expect, it } from "vitest";
import type { ChatLine } from "../api";
import { Chat } from "./chat";

const line = (number: number): ChatLine => ({
  number,
  at: number,
  person: "hs-1",
  name: "Học sinh 1",
  text: `${number}`,
  reply_to: null,
  to: "class",
  deleted_by: null,
});

/** A server with the lines 1…`count`. */
function server(count: number): { chat: Chat; asked: (number | undefined)[] } {
  const asked: (number | undefined)[] = [];
  const chat = new Chat(async (before = count + 1) => {
    asked.push(before);
    const numbers = Array.from({ length: count }, (_, i) => i + 1).filter((number) => number < before);
    return numbers.slice(-50).map(line);
  });
  return { chat, asked };
}

describe("Chat", () => {
  it("brings the newest lines, then older ones, each once and in order", async () => {
    const { chat } = server(70);
    await chat.catchUp(70);
    expect(chat.lines.value.map(({ number }) => number)).toEqual(
      Array.from({ length: 50 }, (_, i) => i + 21),
    );
    expect(chat.more.value).toBe(true);
    await chat.older();
    expect(chat.lines.value).toHaveLength(70);
    expect(chat.more.value).toBe(false);
  });

  it("asks for nothing when nothing is missing", async () => {
    const { chat, asked } = server(3);
    await chat.catchUp(0);
    chat.said(line(3));
    await chat.catchUp(3);
    expect(asked).toEqual([]);
  });

  it("forgets what was written in a room that is no more", async () => {
    const { chat, asked } = server(2);
    for (const number of [2, 7]) chat.said({ ...line(number), text: "before" });
    await chat.catchUp(0);
    expect(chat.lines.value).toEqual([]);
    chat.said({ ...line(7), text: "before" });
    await chat.catchUp(2);
    expect(chat.lines.value.map(({ text }) => text)).toEqual(["1", "2"]);
    expect(asked).toHaveLength(1);
  });

  it("takes live lines in any order, twice without harm", () => {
    const { chat } = server(0);
    for (const number of [5, 2, 5]) chat.said(line(number));
    expect(chat.lines.value.map(({ number }) => number)).toEqual([2, 5]);
    expect(chat.line(2)?.text).toBe("2");
  });

  it("offers to try again when the page cannot be had", async () => {
    const chat = new Chat(() => Promise.reject(new Error("offline")));
    await chat.catchUp(1);
    expect(chat.more.value).toBe(true);
    expect(chat.loading.value).toBe(false);
  });

  it("shows a deleted line as a trace, and asks again after deletions it has not heard of", async () => {
    const { chat, asked } = server(3);
    await chat.catchUp(3);
    chat.deleted(2, "gv-01");
    expect(chat.line(2)?.deleted_by).toBe("gv-01");
    await chat.catchUp(3, 1);
    expect(asked).toHaveLength(1);
    await chat.catchUp(3, 2);
    expect(asked).toHaveLength(2);
  });

  it("forgets everything at the door", async () => {
    const { chat } = server(60);
    await chat.catchUp(60);
    chat.forget();
    expect([chat.lines.value, chat.more.value]).toEqual([[], false]);
  });

  it("reads the lines between when more was written than a page holds", async () => {
    const { chat } = server(200);
    for (const number of [1, 2]) chat.said(line(number));
    await chat.catchUp(200);
    expect(chat.lines.value[0]?.number).toBe(151);
    expect(chat.more.value).toBe(true);
    await chat.older();
    expect(chat.lines.value[0]?.number).toBe(101);
  });

  it("offers no older lines when the last page was just full", async () => {
    const { chat } = server(50);
    await chat.catchUp(50);
    await chat.older();
    expect(chat.more.value).toBe(false);
  });

  it("shows the newest of very many, the others at a tap without asking the server", async () => {
    const { chat, asked } = server(0);
    for (let number = 1; number <= 190; number++) chat.said(line(number));
    expect([chat.lines.value.length, chat.lines.value[0]?.number, chat.more.value]).toEqual([150, 41, true]);
    await chat.older();
    expect([chat.lines.value.length, chat.more.value]).toEqual([190, false]);
    expect(asked).toEqual([]);
  });

  it("asks again for what was deleted while a page could not be had", async () => {
    let online = false;
    const chat = new Chat(async () => {
      if (!online) throw new Error("offline");
      return [{ ...line(1), deleted_by: "gv-01", text: "" }];
    });
    chat.said(line(1));
    await chat.catchUp(1, 1);
    online = true;
    await chat.catchUp(1, 1);
    expect(chat.line(1)?.deleted_by).toBe("gv-01");
  });

  it("keeps nothing of a page that comes after one was sent to the door", async () => {
    const { chat } = server(10);
    const coming = chat.catchUp(10);
    chat.forget();
    await coming;
    expect(chat.lines.value).toEqual([]);
  });
});
