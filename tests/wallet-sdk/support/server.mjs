// The real server as a process: started in an empty folder with only its addresses configured, which is the first run.
import { spawn } from "node:child_process";
import { createWriteStream, existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { eventually } from "./runner.mjs";

export const repository = resolve(import.meta.dirname, "../../..");
const programs = join(repository, "artifacts/embedded/bin");
const inherited = ["PATH", "HOME", "DOTNET_ROOT", "LANG", "TMPDIR", "LD_LIBRARY_PATH"];

export class Server {
  #process;
  #exited;
  #logFile;
  #environment;
  #health;

  /**
   * @param {{project?: string, program?: string, cwd?: string, log?: string, environment?: object, health?: string}} options another
   * program than the anchor, the folder of its configuration, more of its environment, and what answers once it runs.
   */
  constructor(
    folder,
    { project = "Anchor.Silo", program = "anchor", cwd = folder, log = "server.log", environment = {}, health = "/health/ready" } = {},
  ) {
    this.#environment = environment;
    this.#health = health;
    this.#logFile = join(folder, log);
    this.folder = folder;
    this.program = join(programs, project, "debug", program);
    this.cwd = cwd;
  }

  /** The first time on new ports, later on the same ones with the same data. */
  async start() {
    if (!existsSync(this.program)) {
      throw new Error(`${this.program} is not there; build it: dotnet build`);
    }
    if (!this.url) {
      const [port, sandboxPort] = await freePorts(2);
      this.url = `http://localhost:${port}`;
      this.homeDomain = `localhost:${port}`;
      this.horizonUrl = `http://localhost:${sandboxPort}`;
    }
    this.#process = spawn(this.program, ["serve"], {
      cwd: this.cwd,
      env: {
        ...Object.fromEntries(inherited.filter((name) => name in process.env).map((name) => [name, process.env[name]])),
        HOST_URL: this.url,
        SANDBOX_URL: this.horizonUrl,
        ...(this.cwd === this.folder ? {} : { DATA_DIR: join(this.folder, "data") }),
        ...this.#environment,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const log = createWriteStream(this.#logFile, { flags: "a" });
    this.#process.stdout.pipe(log, { end: false });
    this.#process.stderr.pipe(log, { end: false });
    this.#exited = new Promise((done) => this.#process.once("close", (code, signal) => log.end(() => done(signal ?? code))));
    await eventually(
      this.#health,
      async () => {
        if (this.#process.exitCode !== null) {
          throw new Error(`the server ended with ${this.#process.exitCode}:\n${await this.log()}`);
        }
        return (await fetch(`${this.url}${this.#health}`)).ok;
      },
      90,
    );
  }

  async stop() {
    if (!this.#process) {
      throw new Error("the server never started");
    }
    this.#process.kill("SIGTERM");
    const end = await this.#exited;
    this.#process = null;
    if (end !== 0) {
      throw new Error(`it ended with ${end}:\n${(await this.log()).slice(-2000)}`);
    }
  }

  kill() {
    this.#process?.kill("SIGKILL");
  }

  log() {
    return readFile(this.#logFile, "utf8");
  }
}

/** A server that somebody else started, with a business of its own. */
export class RunningServer {
  constructor(url, horizonUrl) {
    this.url = new URL(url).origin;
    this.homeDomain = new URL(url).host;
    this.horizonUrl = new URL(horizonUrl).origin;
    this.hasOwnBank = true;
  }

  kill() {}
}

/** Ports that nobody listens on now. They are held until all are found, so that they differ. */
export async function freePorts(count) {
  const listeners = await Promise.all(
    Array.from({ length: count }, () => new Promise((done, fail) => {
      const listener = createServer();
      listener.once("error", fail);
      listener.listen(0, "127.0.0.1", () => done(listener));
    })),
  );
  const ports = listeners.map((listener) => listener.address().port);
  await Promise.all(listeners.map((listener) => new Promise((done) => listener.close(done))));
  return ports;
}
