/** Where the browser keeps things; null where its reader forbids it. */
export function storage() {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}
