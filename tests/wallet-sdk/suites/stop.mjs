// The end of the server, amid work and at rest.
import assert from "node:assert/strict";
import { completeByHand } from "../support/hosted-pages.mjs";
import { Ledger } from "../support/ledger.mjs";
import { eventually } from "../support/runner.mjs";
import { WalletUser } from "../support/wallet-user.mjs";

const deposits = 6;

export function stop(runner, { server }) {
  runner.test("server: stopped amid deposits and started again, it pays each of them once", async () => {
    const users = await Promise.all(Array.from({ length: deposits }, () => WalletUser.ready(server)));
    const ids = await Promise.all(users.map(async (user, i) => {
      const { id, url } = await user.start("deposit");
      await completeByHand(url, { amount: `${10 + i}` });
      return id;
    }));
    await eventually("a payment under way", async () => {
      const seen = await Promise.all(users.map((user, i) => user.get(ids[i])));
      return seen.some((transaction) => transaction.status === "pending_stellar");
    });

    await server.stop();
    await server.start();

    const ledger = new Ledger(server);
    await Promise.all(users.map(async (user, i) => {
      const transaction = await user.waitFor(ids[i], "completed", 60);
      const payments = await ledger.paymentsTo(user.address, await user.asset());
      assert.deepEqual(payments.map((payment) => payment.transaction_hash), [transaction.stellar_transaction_id]);
    }));
  }, { seconds: 150 });

  runner.test("server: ends with exit code 0 on SIGTERM", () => server.stop(), { seconds: 45, always: true });
}
