// One request and its answer: [status, text, date, program], or null where the network is away or the answer does not come in time.
// It is all done here because each step between WASM and script costs a slow handheld a good part of a millisecond. Chromium 75 must
// read this file.
export async function ask(method, path, language, key, type, body, patience_ms) {
  const headers = { accept: 'application/json', 'accept-language': language };
  if (key) {
    headers['idempotency-key'] = key;
  }
  if (type) {
    headers['content-type'] = type;
  }
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), patience_ms);
  try {
    const answer = await fetch(path, { method, headers, body, signal: controller.signal });
    const text = await answer.text();
    return [answer.status, text, answer.headers.get('date'), answer.headers.get('bipe-program')];
  } catch (error) {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
