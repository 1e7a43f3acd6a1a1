// Runs tests one after the other, each with a deadline, and counts.

/** Thrown by a test that cannot run here; its message says why. */
export class Skip extends Error {}

export class Runner {
  #tests = [];
  #words;
  passed = 0;
  failed = 0;
  skipped = 0;

  constructor(args) {
    this.#words = args.filter((arg) => arg.startsWith("--only=")).map((arg) => arg.slice("--only=".length));
    const unknown = args.find((arg) => !arg.startsWith("--only="));
    if (unknown) {
      console.error(`unknown argument: ${unknown}`);
      process.exit(2);
    }
  }

  /**
   * @param {{seconds?: number, essential?: boolean, always?: boolean}} options essential: nothing after it makes sense if it fails;
   * always: it runs all the same.
   */
  test(name, body, { seconds = 60, essential = false, always = false } = {}) {
    this.#tests.push({ name, body, seconds, essential, always });
  }

  get summary() {
    return `${this.passed} passed, ${this.failed} failed, ${this.skipped} skipped`;
  }

  async runAll() {
    let stopped = null;
    for (const test of this.#tests) {
      if (stopped && !test.always) {
        this.#report("skip", test, 0, new Skip(`"${stopped}" failed`));
      } else if (this.#isWanted(test)) {
        const error = await this.#run(test);
        stopped ??= error && test.essential ? test.name : null;
      }
    }
  }

  #isWanted(test) {
    return test.essential || test.always || this.#words.length === 0 || this.#words.some((word) => test.name.includes(word));
  }

  async #run(test) {
    const begun = performance.now();
    let timer;
    try {
      await Promise.race([
        test.body(),
        new Promise((_, reject) => {
          timer = setTimeout(() => reject(new Error(`not finished after ${test.seconds} s`)), test.seconds * 1000);
        }),
      ]);
      this.#report("pass", test, performance.now() - begun);
      return null;
    } catch (error) {
      this.#report(error instanceof Skip ? "skip" : "FAIL", test, performance.now() - begun, error);
      return error instanceof Skip ? null : error;
    } finally {
      clearTimeout(timer);
    }
  }

  #report(result, test, milliseconds, error) {
    this[{ pass: "passed", skip: "skipped", FAIL: "failed" }[result]]++;
    console.log(`${result}  ${test.name} (${(milliseconds / 1000).toFixed(1)} s)`);
    if (error) {
      console.log(indent(result === "skip" ? error.message : (error.stack ?? String(error)) + causeOf(error)));
    }
  }
}

/** Asks until the answer is truthy, and gives it; fails with the last error or answer at the deadline. */
export async function eventually(what, ask, seconds = 30) {
  const end = performance.now() + seconds * 1000;
  let last;
  while (performance.now() < end) {
    try {
      last = await ask();
      if (last) {
        return last;
      }
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what}: not within ${seconds} s`, { cause: last });
}

function causeOf(error) {
  return error.cause ? `\ncaused by ${error.cause.stack ?? JSON.stringify(error.cause)}` : "";
}

function indent(text) {
  return text.replace(/^/gm, "      ");
}
