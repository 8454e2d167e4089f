/** One JSON call to the server. Fails with a Refusal (its `code` is stable), status 0 when there was no answer. */
import { answerOf } from "../lib/answer";
import { bearer } from "../lib/bearer";

export interface Call {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Sent as a Bearer token; without one the office cookie goes along by itself. */
  token?: string | undefined;
  body?: unknown;
  signal?: AbortSignal;
  /** It goes on when the page is closed just now. */
  keepalive?: boolean;
}

export async function call<Answer>(
  path: string,
  { method = "GET", token, body, signal, keepalive = false }: Call = {},
): Promise<Answer> {
  const headers: Record<string, string> = { Accept: "application/json", ...(token && bearer(token)) };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const answer = await answerOf(`/api/v1${path}`, {
    method,
    headers,
    keepalive,
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  });
  return (answer.status === 204 ? undefined : await answer.json()) as Answer;
}
