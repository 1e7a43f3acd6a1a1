// The page of the syncs in a browser: a network that is followed through a reorg, and one whose node is another network's.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { desktop, phone, screenshot } from "../support/browser.mjs";
import { expectAccessible, expectNoSidewaysScroll, expectReadable, expectSafeHeaders } from "../support/page-checks.mjs";
import { eventually } from "../support/runner.mjs";
import { freePorts, repository, Server } from "../support/server.mjs";

const recording = join(repository, "tests/Recordings/hathor/live/REORG.1.json");

export function sync(runner, { browser }) {
  let folder;
  let node;
  let server;
  let nodeUrl;
  const test = (name, options, body) => runner.test(`sync: ${name}`, () => browser.visit(options, body));
  const ask = async (path, method = "GET") => (await fetch(`${nodeUrl}/${path}`, { method })).json();
  const state = async () => {
    const { token } = JSON.parse(await readFile(join(folder, "data/operator.json"), "utf8"));
    const answer = await fetch(`${server.url}/operator/sync`, { headers: { authorization: `Bearer ${token}` } });
    return (await answer.json()).syncs.find((one) => one.network === "unittests");
  };
  const started = async () => {
    if (server) {
      return;
    }
    folder = await mkdtemp(join(tmpdir(), "anchor-sync-page-"));
    const [port] = await freePorts(1);
    nodeUrl = `http://localhost:${port}`;
    const api = `${nodeUrl}/v1a/`;
    server = new Server(folder, {
      environment: { DEFAULT_SERVER: api, NETWORK: "unittests", SYNC_NETWORKS: `testnet=${api}` },
      // One of its networks fails, so it is never ready.
      health: "/health/live",
    });
    node = spawn(server.program, ["sandbox", "hathor", recording, "--manual", "--url", nodeUrl], { stdio: "ignore" });
    await eventually("the stand-in node", async () => (await fetch(`${api}version`)).ok);
    await server.start();
    // Up to the first reorg that takes something back, and then to the end.
    await eventually("a reorg", async () => {
      await ask("_sandbox/step", "POST");
      return (await state()).reorgs.length > 0;
    });
    const { of } = await ask("_sandbox");
    await ask(`_sandbox/move/${of}`, "POST");
    const { dag } = await ask("v1a/status");
    await eventually("the best block", async () => (await state()).tip === dag.best_block.hash && (await state()).status === "idle");
  };

  for (const [device, options] of Object.entries({ desktop, phone, "phone in the dark": { ...phone, colorScheme: "dark" } })) {
    test(`height, lag, reorgs and what failed, on a ${device}`, options, async (visitor) => {
      await started();
      const page = await visitor.newPage();
      expectSafeHeaders(await page.goto(`${server.url}/sync`));
      await expectAccessible(page);
      await expectReadable(page);
      await expectNoSidewaysScroll(page);
      const { tip, height } = await state();
      const followed = page.locator('[data-network="unittests"]');
      assert.equal(await followed.locator(".state").innerText(), "idle");
      assert.equal(await followed.locator(".height").innerText(), String(height));
      assert.equal(await followed.locator(".lag").innerText(), "0");
      assert.match(await followed.innerText(), new RegExp(tip));
      assert.ok((await page.locator("tbody tr").count()) > 0, "no reorg is shown");
      const failed = page.locator('[data-network="testnet"]');
      assert.equal(await failed.locator(".state").innerText(), "failure");
      assert.match(await failed.locator(".reason").innerText(), /is of unittests, not of testnet/);
      await screenshot(page, `sync-${device.replaceAll(" ", "-")}`);
    });
  }

  runner.test("sync: the server ends with exit code 0", async () => {
    try {
      await server?.stop();
    } finally {
      server?.kill();
      node?.kill("SIGKILL");
      if (folder) {
        await rm(folder, { recursive: true, force: true });
      }
    }
  });
}
