// Requests exactly as they are written: no path is tidied up, no header is added that was not asked for.
import { request } from "node:http";

/** @returns {Promise<{status: number, headers: object, body: Buffer, text: string}>} */
export function send(baseUrl, { method = "GET", path, headers = {}, body }) {
  const { hostname, port } = new URL(baseUrl);
  return new Promise((resolve, reject) => {
    const content = body === undefined ? undefined : Buffer.from(body);
    const length = content && !headers["Transfer-Encoding"] ? { "Content-Length": content.length } : {};
    const sent = request({ hostname, port, method, path, headers: { ...length, ...headers }, agent: false, timeout: 15_000 });
    sent.on("response", (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const whole = Buffer.concat(chunks);
        resolve({ status: response.statusCode, headers: response.headers, body: whole, text: whole.toString("utf8") });
      });
    });
    sent.on("timeout", () => sent.destroy(new Error(`no answer to ${method} ${path.slice(0, 80)}`)));
    // A server that refuses a large body may close before it has read all: the answer came first, and the promise is settled.
    sent.on("error", reject);
    sent.end(content);
  });
}
