// A web site of another origin than the anchor's.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";

export class StaticSite {
  #server;

  /** @param {Record<string, string | {file: string}>} files what is served at each path; the type follows its ending. */
  static async start(files) {
    const site = new StaticSite();
    site.#server = createServer(async (request, response) => {
      const path = new URL(request.url, "http://localhost").pathname;
      const content = files[path];
      if (content === undefined) {
        response.writeHead(404).end();
        return;
      }
      response.setHeader("Content-Type", path.endsWith(".js") ? "text/javascript; charset=utf-8" : "text/html; charset=utf-8");
      response.end(typeof content === "string" ? content : await readFile(content.file));
    });
    await new Promise((done) => site.#server.listen(0, "127.0.0.1", done));
    site.url = `http://127.0.0.1:${site.#server.address().port}`;
    return site;
  }

  async stop() {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}
