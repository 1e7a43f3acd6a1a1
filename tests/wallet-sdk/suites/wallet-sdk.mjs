// A wallet's whole way with @stellar/typescript-wallet-sdk, and what the ledger says in the end.
import assert from "node:assert/strict";
import { Account, MuxedAccount, Networks, StellarToml, WebAuth } from "@stellar/stellar-sdk";
import { amount, feeOf, stroops } from "../support/amounts.mjs";
import { desktop, phone } from "../support/browser.mjs";
import { completePages } from "../support/hosted-pages.mjs";
import { Ledger } from "../support/ledger.mjs";
import { WalletUser } from "../support/wallet-user.mjs";

const depositAmount = "123.4567891";
const withdrawalAmount = "20.1234567";
const bankAccount = { bank_account_number: "DE02120300000000202051", bank_account_type: "checking" };

export function walletSdk(runner, { server, browser }) {
  runner.test("wallet SDK: stellar.toml leads to everything", async () => {
    const { anchor } = new WalletUser(server);
    const toml = await anchor.sep1();
    assert.equal(toml.networkPassphrase, Networks.TESTNET);
    assert.equal(toml.webAuthEndpoint, `${server.url}/auth`);
    assert.equal(toml.transferServerSep24, `${server.url}/sep24`);
    assert.ok(toml.documentation.orgName);
    assert.equal(toml.currencies[0].code, "TEST");
    const info = await anchor.sep24().info();
    for (const terms of [info.deposit.TEST, info.withdraw.TEST]) {
      assert.equal(terms.enabled, true);
      assert.deepEqual([terms.min_amount, terms.max_amount, terms.fee_fixed, terms.fee_percent], [1, 10000, 0.5, 1]);
    }
  });

  runner.test("wallet SDK: signs in by SEP-10, with and without a memo", async () => {
    const user = await WalletUser.ready(server, { trust: false });
    assert.equal(user.token.account, user.address);
    assert.ok(!user.token.memo);
    assert.ok(user.token.expiresAt * 1000 > Date.now());
    const shared = await user.signIn("4294967297");
    assert.equal(shared.account, user.address);
    assert.equal(shared.memo, "4294967297");
  });

  runner.test("stellar-sdk 17: reads stellar.toml and finds the challenge right", async () => {
    const toml = await StellarToml.Resolver.resolve(server.homeDomain, { allowHttp: true });
    const { address } = new WalletUser(server);
    const answer = await fetch(`${toml.WEB_AUTH_ENDPOINT}?account=${address}&memo=7`);
    const { transaction, network_passphrase } = await answer.json();
    const read = WebAuth.readChallengeTx(transaction, toml.SIGNING_KEY, network_passphrase, server.homeDomain, "localhost");
    assert.equal(read.clientAccountID, address);
    assert.equal(read.memo, "7");
  });

  runner.test("wallet SDK: a deposit reaches the ledger to the stroop", () =>
    browser.visit(desktop, async (visitor) => {
      const user = await WalletUser.ready(server);
      const ledger = new Ledger(server);
      const { id, url } = await user.start("deposit");
      assert.equal((await user.get(id)).status, "incomplete");
      await completePages(await visitor.newPage(), url, { amount: depositAmount });

      const { transaction, statuses } = await user.watch(id);

      assert.equal(transaction.status, "completed", statuses.join(", "));
      const out = stroops(depositAmount) - feeOf(depositAmount);
      expectAmounts(transaction, depositAmount, out);
      const asset = await user.asset();
      const payments = await ledger.paymentsTo(user.address, asset);
      assert.deepEqual(payments.map((payment) => payment.amount), [amount(out)]);
      assert.equal(payments[0].transaction_hash, transaction.stellar_transaction_id);
      assert.equal(await ledger.balance(user.address, asset), amount(out));
    }),
  );

  runner.test("wallet SDK: a withdrawal leaves the ledger and reaches the bank to the stroop", () =>
    browser.visit(phone, async (visitor) => {
      const user = await WalletUser.ready(server);
      const ledger = new Ledger(server);
      const asset = await user.asset();
      await receive(user, visitor, "100");
      const before = stroops(await ledger.balance(user.address, asset));
      const { id, url } = await user.start("withdraw");
      await completePages(await visitor.newPage(), url, { amount: withdrawalAmount, ...bankAccount });
      const ready = await user.waitFor(id, "pending_user_transfer_start");

      const hash = await user.submit((builder) => builder.transferWithdrawalTransaction(ready, asset));
      const { transaction, statuses } = await user.watch(id);

      assert.equal(transaction.status, "completed", statuses.join(", "));
      const out = stroops(withdrawalAmount) - feeOf(withdrawalAmount);
      expectAmounts(transaction, withdrawalAmount, out);
      assert.equal(transaction.stellar_transaction_id, hash);
      assert.equal(stroops(await ledger.balance(user.address, asset)), before - stroops(withdrawalAmount));
      const paid = await ledger.transaction(hash);
      assert.deepEqual([paid.memo_type, paid.memo], [ready.withdraw_memo_type, ready.withdraw_memo]);
      if (!server.hasOwnBank) {
        const transfers = await ledger.bankTransfers(id);
        assert.deepEqual(transfers.map((transfer) => stroops(transfer.amount)), [out]);
      }
      assert.ok(transaction.external_transaction_id);
    }),
  );

  runner.test("wallet SDK: a deposit waits for the trust line and is paid once it is there", () =>
    browser.visit(desktop, async (visitor) => {
      const user = await WalletUser.ready(server, { trust: false });
      const ledger = new Ledger(server);
      const { id, url } = await user.start("deposit");
      await completePages(await visitor.newPage(), url, { amount: "50" });
      await user.waitFor(id, "pending_trust");

      await user.trust();
      const { transaction } = await user.watch(id);

      assert.equal(transaction.status, "completed");
      assert.equal(await ledger.balance(user.address, await user.asset()), "49.0000000");
    }),
  );

  runner.test("wallet SDK: an account that does not exist is created by its first deposit", () =>
    browser.visit(desktop, async (visitor) => {
      const user = new WalletUser(server);
      const ledger = new Ledger(server);
      const asset = await user.asset();
      await user.signIn();
      const { id, url } = await user.start("deposit");
      await completePages(await visitor.newPage(), url, { amount: "50" });
      await user.waitFor(id, "pending_trust");

      await user.trust();
      const { transaction } = await user.watch(id);

      assert.equal(transaction.status, "completed");
      assert.equal(await ledger.balance(user.address, asset), "49.0000000");
    }),
  );

  runner.test("wallet SDK: a deposit to a muxed account keeps its id", () =>
    browser.visit(desktop, async (visitor) => {
      const user = await WalletUser.ready(server);
      const muxed = new MuxedAccount(new Account(user.address, "0"), "4294967297").accountId();
      const { id, url } = await user.start("deposit", { account: muxed });
      await completePages(await visitor.newPage(), url, { amount: "10" });

      const { transaction } = await user.watch(id);

      assert.equal(transaction.to, muxed);
      const payments = await new Ledger(server).paymentsTo(user.address, await user.asset());
      assert.deepEqual(payments.map(({ to_muxed, amount }) => [to_muxed, amount]), [[muxed, "9.4000000"]]);
    }),
  );

  runner.test("wallet SDK: users of a shared account see only their own transactions, and the payment names them", () =>
    browser.visit(desktop, async (visitor) => {
      const user = await WalletUser.ready(server, { memoId: "1001" });
      const ledger = new Ledger(server);
      const { id, url } = await user.start("deposit");
      await completePages(await visitor.newPage(), url, { amount: "10" });

      const { transaction } = await user.watch(id);

      const paid = await ledger.transaction(transaction.stellar_transaction_id);
      assert.deepEqual([paid.memo_type, paid.memo], ["id", "1001"]);
      const list = () => user.anchor.sep24().getTransactionsForAsset({ authToken: user.token, assetCode: "TEST" });
      assert.deepEqual((await list()).map((own) => own.id), [id]);
      await user.signIn("1002");
      assert.deepEqual(await list(), []);
      await assert.rejects(user.get(id));
    }),
  );

  runner.test("wallet SDK: a wallet that speaks Spanish gets pages in Spanish", () =>
    browser.visit(phone, async (visitor) => {
      const user = await WalletUser.ready(server, { language: "es" });
      const { id, url } = await user.start("deposit");
      const page = await visitor.newPage();
      await page.goto(url);
      assert.equal(await page.locator("html").getAttribute("lang"), "es");
      assert.equal(await page.locator("h1").innerText(), "Depositar TEST");
      await page.locator("[name=amount]").fill("12.5");
      await page.getByRole("button", { name: "Continuar" }).click();
      await page.waitForURL("**/transaction/more_info**");
      assert.equal(await page.locator("html").getAttribute("lang"), "es");
      assert.equal((await user.watch(id)).transaction.status, "completed");
    }),
  );
}

async function receive(user, visitor, value) {
  const { id, url } = await user.start("deposit");
  await completePages(await visitor.newPage(), url, { amount: value });
  await user.watch(id);
}

function expectAmounts(transaction, amountIn, out) {
  const { amount_in, amount_fee, amount_out } = transaction;
  assert.deepEqual([amount_in, amount_fee, amount_out].map(stroops), [stroops(amountIn), feeOf(amountIn), out]);
}
