// Calls to this deployment. Every failure becomes a Failure with the server's own words.

export class Failure extends Error {
  constructor({ title, detail, help, code, retry = true }) {
    super(detail);
    this.title = title;
    this.help = help ?? "";
    this.code = code;
    this.retry = retry;
  }
}

const TIMEOUT_MS = 10_000;

export async function post(path, body) {
  const response = await send(path, body);
  const answer = await response.json().catch(() => null);
  if (response.ok && answer) {
    return answer;
  }
  throw new Failure({
    title: answer?.title ?? "The server did not answer as expected",
    detail: answer?.detail ?? `It said ${response.status} and nothing else.`,
    help: answer?.help ?? "Try again in a minute.",
    code: answer?.code ?? `http_${response.status}`,
  });
}

async function send(path, body) {
  try {
    return await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      credentials: "omit",
      redirect: "error",
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    throw new Failure({
      title: "The server cannot be reached",
      detail: "There was no answer within ten seconds.",
      help: "Check your connection and try again.",
      code: "unreachable",
    });
  }
}
