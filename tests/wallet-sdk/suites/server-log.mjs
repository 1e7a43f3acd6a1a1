// What the server wrote while all the suites ran.
import assert from "node:assert/strict";
import { Skip } from "../support/runner.mjs";
import { secrets } from "../support/secrets.mjs";

export function serverLog(runner, { server }) {
  runner.test("log: it holds no token, seed, memo or anything that users typed", async () => {
    if (secrets.size === 0) {
      throw new Skip("no test that ran had a secret");
    }
    const log = await server.log();
    const found = [...secrets].filter(([value]) => log.includes(value)).map(([value, what]) => `${what}: ${value.slice(0, 24)}`);
    assert.deepEqual(found, []);
    assert.doesNotMatch(log, /\bS[A-Z2-7]{55}\b/, "a secret seed");
    assert.doesNotMatch(log, /eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/, "a token");
  }, { always: true });

  runner.test("log: nothing failed inside the server", async () => {
    const failures = (await server.log()).split("\n").filter((line) => /\b(fail|crit): |Unhandled exception/.test(line));
    assert.deepEqual(failures, []);
  }, { always: true });
}
