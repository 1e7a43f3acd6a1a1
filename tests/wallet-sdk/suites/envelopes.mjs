// Random envelopes of the .NET codec, read by the JavaScript library.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { Skip } from "../support/runner.mjs";
import { repository } from "../support/server.mjs";

const run = promisify(execFile);
const program = join(repository, "artifacts/embedded/bin/Anchor.Protocols.Tests/debug/Anchor.Protocols.Tests");
const seed = process.env.ANCHOR_SEED ?? "20260401";

export function envelopes(runner, { folder }) {
  runner.test("stellar-sdk 17: 10,000 random envelopes have the same hash and bytes there", async () => {
    if (!existsSync(program)) {
      throw new Skip(`${program} is not there; build it: dotnet build tests/Protocols`);
    }
    const file = join(folder, "envelopes.jsonl");
    await run(program, ["-method", "*.Envelopes_for_another_implementation_are_one_json_line_each"], {
      env: { ...process.env, ANCHOR_SEED: seed, ANCHOR_ENVELOPE_FILE: file },
    });
    const { stdout } = await run(process.execPath, [join(import.meta.dirname, "../check-envelopes.mjs"), file]);
    console.log(`      ANCHOR_SEED=${seed}: ${stdout.trim().replaceAll("\n", "; ")}`);
  }, { seconds: 240 });
}
