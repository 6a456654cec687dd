// The server's answers. They say what it knows; verify/ says what is true.
const PATIENCE_MS = 8000;

export class Unreachable extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

export async function get(path) {
  let response;
  try {
    response = await fetch(path, { signal: AbortSignal.timeout(PATIENCE_MS), headers: { accept: "application/json" } });
  } catch {
    throw new Unreachable("The explorer does not answer. Is the network up?");
  }
  const body = await response.json().catch(() => null);
  if (!response.ok) throw new Unreachable(body?.detail ?? `The explorer answered ${response.status}.`, response.status);
  return body;
}
