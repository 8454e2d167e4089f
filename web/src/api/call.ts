/** One JSON call to the server. Fails with a Refusal (its `code` is stable), status 0 when there was no answer. */
import { Refusal } from "../lib/api";
import { bearer } from "../lib/bearer";

export interface Call {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Sent as a Bearer token; without one the office cookie goes along by itself. */
  token?: string;
  body?: unknown;
  signal?: AbortSignal;
}

export async function call<Answer>(
  path: string,
  { method = "GET", token, body, signal }: Call = {},
): Promise<Answer> {
  const headers: Record<string, string> = { Accept: "application/json", ...(token && bearer(token)) };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const answer = await fetch(`/api/v1${path}`, {
    method,
    headers,
    cache: "no-store",
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  }).catch(() => {
    throw new Refusal(0, "offline");
  });
  if (!answer.ok) throw await refusal(answer);
  return (answer.status === 204 ? undefined : await answer.json()) as Answer;
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

/** What an answer that is not ok says. */
export async function refusal(answer: Response): Promise<Refusal> {
  const problem = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  const { code, field, why } = problem;
  if (code === "bad_field" && typeof field === "string" && typeof why === "string")
    return new FieldRefusal(answer.status, field, why);
  return new Refusal(answer.status, typeof code === "string" ? code : `http_${answer.status}`, problem);
}
