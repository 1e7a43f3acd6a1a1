// Starts one server in a folder of its own, runs every suite against it, stops it and judges its log.
// With --url and --horizon, the wallet SDK's suite runs against a server that is there already.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Browser } from "./support/browser.mjs";
import { Runner } from "./support/runner.mjs";
import { RunningServer, Server } from "./support/server.mjs";
import { cors } from "./suites/cors.mjs";
import { envelopes } from "./suites/envelopes.mjs";
import { hostile } from "./suites/hostile.mjs";
import { ownLook } from "./suites/own-look.mjs";
import { pages } from "./suites/pages.mjs";
import { serverLog } from "./suites/server-log.mjs";
import { stop } from "./suites/stop.mjs";
import { sync } from "./suites/sync.mjs";
import { walletSdk } from "./suites/wallet-sdk.mjs";

const options = new Map(process.argv.slice(2).map((argument) => argument.split(/=(.*)/s, 2)));
const [url, horizon] = [options.get("--url"), options.get("--horizon")];
const runner = new Runner(process.argv.slice(2).filter((argument) => !/^--(url|horizon)=/.test(argument)));
const folder = await mkdtemp(join(tmpdir(), "anchor-wallet-tests-"));
const server = url && horizon ? new RunningServer(url, horizon) : new Server(folder);
const world = { folder, server, browser: await Browser.launch(folder) };
if (server instanceof RunningServer) {
  walletSdk(runner, world);
} else {
  envelopes(runner, world);
  runner.test("server: starts with nothing configured and is ready", () => world.server.start(), { seconds: 120, essential: true });
  walletSdk(runner, world);
  pages(runner, world);
  ownLook(runner, world);
  sync(runner, world);
  cors(runner, world);
  hostile(runner, world);
  stop(runner, world);
  serverLog(runner, world);
}
try {
  await runner.runAll();
} finally {
  await world.browser.close();
  world.server.kill();
}

if (runner.failed > 0 || process.env.ANCHOR_KEEP) {
  console.log(`The server's folder, with its log: ${folder}`);
} else {
  await rm(folder, { recursive: true, force: true });
}
console.log(runner.summary);
process.exit(runner.failed > 0 ? 1 : 0);
