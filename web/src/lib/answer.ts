/** A call over HTTP that is answered, or refused with a code. */

/** A refusal by the server: `code` is stable (RFC 9457 member of ours), status 0 means no answer at all. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    /** What else the answer said (RFC 9457 members). */
    readonly problem: Readonly<Record<string, unknown>> = {},
  ) {
    super(code);
  }
}

/** A field cannot be as it was sent; `why` is a code (texts: import.code.*). */
export class FieldRefusal extends Refusal {
  constructor(
    status: number,
    readonly field: string,
    readonly why: string,
  ) {
    super(status, "bad_field");
  }
}

/** Never out of the browser's cache. Raises Refusal for every answer that is not ok, and for none. */
export async function answerOf(url: string, init: RequestInit): Promise<Response> {
  const answer = await fetch(url, { ...init, cache: "no-store" }).catch(() => {
    throw new Refusal(0, "offline");
  });
  if (!answer.ok) throw await refusalOf(answer);
  return answer;
}

/** What an answer that is not ok says. */
export async function refusalOf(answer: Response): Promise<Refusal> {
  const problem = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  const { code, field, why } = problem;
  if (code === "bad_field" && typeof field === "string" && typeof why === "string")
    return new FieldRefusal(answer.status, field, why);
  return new Refusal(answer.status, typeof code === "string" ? code : `http_${answer.status}`, problem);
}
