// Everything that should not be sent, sent to the real server.
import assert from "node:assert/strict";
import { Keypair, Networks, TransactionBuilder } from "@stellar/stellar-sdk";
import * as forgery from "../support/forgery.mjs";
import { send } from "../support/raw-http.mjs";
import { remember } from "../support/secrets.mjs";
import { WalletUser } from "../support/wallet-user.mjs";
import { hostileRequests } from "./hostile-requests.mjs";

const script = "<script>alert(1)</script>";

export function hostile(runner, { server }) {
  /** Runs the body and sees to it that the server holds as many transactions afterwards, and the user's own unchanged. */
  const leavingNoTrace = (body) => async () => {
    const user = await WalletUser.ready(server, { trust: false });
    const { id, url } = await user.start("deposit");
    const other = await user.start("withdraw");
    const state = async () => {
      // Opening a link is noted in the transaction, and that is all that may happen to it.
      const { updated_at, ...transaction } = await user.get(id);
      return { count: await transactionCount(server), transaction };
    };
    const before = await state();
    await body({ user, id, url, other });
    assert.deepEqual(await state(), before);
  };
  const test = (name, body) => runner.test(`hostile: ${name}`, leavingNoTrace(body));

  test("every request of the table is refused with a reason", async ({ user }) => {
    remember("script of a hostile request", script);
    const table = hostileRequests({ account: user.address });
    const failures = [];
    for (const { name, type, headers, signedIn, statuses, ...request } of table) {
      const answer = await send(server.url, {
        ...request,
        headers: { ...headers, ...(type && { "Content-Type": type }), ...(signedIn && { Authorization: `Bearer ${user.token.token}` }) },
      });
      const fault = faultOf(answer, statuses);
      if (fault) {
        failures.push(`${name}: ${fault}`);
      }
    }
    console.log(`      ${table.length} requests`);
    assert.deepEqual(failures, []);
  });

  test("tokens that are forged, stripped, of another kind or of nobody open nothing", async ({ user, id, url }) => {
    const { token } = user.token;
    const claims = forgery.payloadOf(token);
    const linkToken = new URL(url).searchParams.get("token");
    const tokens = {
      none: "",
      "not a token": "x.y.z",
      "algorithm none": forgery.tokenOf(claims, { header: { alg: "none", typ: "JWT" } }),
      "algorithm none under the old signature": `${forgery.tokenOf(claims, { header: { alg: "none" } })}${token.split(".")[2]}`,
      "signed with a guessed key": forgery.tokenOf(claims, { key: "secret" }),
      "signed with the empty key": forgery.tokenOf(claims, { key: "" }),
      "signed with the public key": forgery.tokenOf(claims, { key: (await user.anchor.sep1()).signingKey }),
      "another subject under the old signature": forgery.withClaims(token, { sub: Keypair.random().publicKey() }),
      "another end under the old signature": forgery.withClaims(token, { exp: claims.exp + 1 }),
      "the token of a link": linkToken,
      "without its signature": token.split(".").slice(0, 2).join("."),
      "cut short": token.slice(0, -1),
      "of 5,000 characters": "a".repeat(5000),
    };
    for (const [name, forged] of Object.entries(tokens)) {
      for (const request of [
        { path: `/sep24/transaction?id=${id}` },
        { path: "/sep24/transactions?asset_code=TEST" },
        { method: "POST", path: "/sep24/transactions/deposit/interactive", body: '{"asset_code":"TEST"}' },
      ]) {
        const answer = await send(server.url, { ...request, headers: { "Content-Type": "application/json", ...(forged && { Authorization: `Bearer ${forged}` }) } });
        assert.equal(faultOf(answer, [403]), null, `${name}, ${request.path}`);
      }
      const link = forged === linkToken ? token : forged;
      const page = await send(server.url, { path: `/sep24/interactive/${id}?token=${link}` });
      assert.equal(faultOfPage(page, [403]), null, `${name}, as a link`);
    }
  });

  test("challenges that are used, unsigned, signed by others or by weak keys give no token", async ({ user }) => {
    const keys = Keypair.fromSecret(user.keys.secretKey);
    const sign = (envelope, ...signers) => {
      const transaction = TransactionBuilder.fromXDR(envelope, Networks.TESTNET);
      signers.forEach((signer) => transaction.sign(signer));
      return transaction.toXDR();
    };
    const challengeFor = async (account) => JSON.parse((await send(server.url, { path: `/auth?account=${account}` })).text).transaction;
    const exchange = (transaction) =>
      send(server.url, { method: "POST", path: "/auth", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ transaction }) });
    const stranger = Keypair.random();

    const good = sign(await challengeFor(user.address), keys);
    const first = await exchange(good);
    assert.equal(first.status, 200, first.text);
    remember("token", JSON.parse(first.text).token);
    const unsigned = await challengeFor(user.address);
    const bad = {
      "used already": good,
      unsigned,
      "without the server's signature": sign(forgery.withoutSignature(unsigned), keys),
      "signed by a stranger": sign(unsigned, stranger),
      "signed by the user and a stranger": sign(unsigned, keys, stranger),
      "signed twice by the user": sign(unsigned, keys, keys),
    };
    for (const [name, transaction] of Object.entries(bad)) {
      assert.equal(faultOf(await exchange(transaction), [400]), null, name);
    }
    for (const [name, key] of Object.entries(forgery.smallOrderKeys)) {
      const account = forgery.smallOrderAccount(key);
      const asked = await send(server.url, { path: `/auth?account=${account}` });
      const answer = asked.status === 200 ? await exchange(forgery.signedByNobody(JSON.parse(asked.text).transaction, account)) : asked;
      assert.equal(faultOf(answer, [400]), null, `key of ${name}`);
    }
  });

  test("another user's transaction is not found, whatever it is asked by", async ({ id }) => {
    const thief = await WalletUser.ready(server, { trust: false });
    for (const path of [`/sep24/transaction?id=${id}`, `/sep24/transaction?id=${id}&id=x`, `/sep24/transaction?id=${id}%20`]) {
      const answer = await send(server.url, { path, headers: { Authorization: `Bearer ${thief.token.token}` } });
      assert.equal(faultOf(answer, [404]), null, path);
    }
    const list = await send(server.url, { path: "/sep24/transactions?asset_code=TEST&limit=200", headers: { Authorization: `Bearer ${thief.token.token}` } });
    assert.deepEqual(JSON.parse(list.text), { transactions: [] });
  });

  test("links and forms work only for the browser that opened them", async ({ id, url, other }) => {
    const path = url.slice(server.url.length);
    const form = { "Content-Type": "application/x-www-form-urlencoded" };
    const clean = `/sep24/interactive/${id}`;
    assert.equal(faultOfPage(await send(server.url, { path: `/sep24/interactive/${other.id}${new URL(url).search}` }), [403]), null, "the link's token at another transaction");

    const opened = await send(server.url, { path });
    assert.equal(opened.status, 303);
    const cookie = opened.headers["set-cookie"][0].split(";")[0];
    remember("cookie", cookie.split("=")[1]);
    assert.match(opened.headers["set-cookie"][0], /httponly/i);
    assert.doesNotMatch(opened.headers.location, /token=/);
    assert.equal(faultOfPage(await send(server.url, { path }), [403]), null, "the link again");
    assert.equal(faultOfPage(await send(server.url, { path: clean }), [403]), null, "no cookie");
    assert.equal(faultOfPage(await send(server.url, { path: `/sep24/interactive/${other.id}`, headers: { Cookie: cookie } }), [403]), null, "cookie at another transaction");
    assert.equal(faultOfPage(await send(server.url, { method: "POST", path: clean, headers: form, body: "amount=5" }), [403]), null, "form without a cookie");
    for (const [name, body] of [["form from elsewhere", "amount=5"], ["form with a wrong seal", "amount=5&_form=AAAA"]]) {
      const answer = await send(server.url, { method: "POST", path: clean, headers: { ...form, Cookie: cookie }, body });
      assert.equal(faultOfPage(answer, [403]), null, name);
    }

    const seal = /name="_form" value="([^"]+)"/.exec((await send(server.url, { path: clean, headers: { Cookie: cookie } })).text)[1];
    const bad = ["-1", "0", "1.00000001", "1e9", "10000.0000001", "ten", script, "%00", "%ff", "a".repeat(300_000)];
    for (const value of bad) {
      const answer = await send(server.url, { method: "POST", path: clean, headers: { ...form, Cookie: cookie }, body: `_form=${seal}&amount=${value}` });
      assert.equal(faultOfPage(answer, [400, 413]), null, `amount ${value.slice(0, 30)}`);
    }
    const fee = await send(server.url, { path: `${clean}/fee?amount=5` });
    assert.equal(faultOf(fee, [403]), null, "fee without a cookie");
  });
}

/** Null if the answer is a proper refusal for programs, else what is wrong with it. */
function faultOf(answer, statuses) {
  let error;
  try {
    error = JSON.parse(answer.text).error;
  } catch {
    // No JSON: told below.
  }
  const isJson = /^application\/json/.test(answer.headers["content-type"] ?? "");
  return statuses.includes(answer.status) && isJson && typeof error === "string" && error.length > 0 && answer.headers["x-content-type-options"] === "nosniff"
    ? null
    : `${answer.status} ${answer.headers["content-type"]} ${answer.text.slice(0, 200)}`;
}

/** Null if the answer is a proper refusal for people: a page on which nothing that was sent can run. */
function faultOfPage(answer, statuses) {
  const policy = answer.headers["content-security-policy"] ?? "";
  const isSafe = /^text\/html/.test(answer.headers["content-type"] ?? "") && policy.includes("script-src 'self'") && !policy.includes("unsafe");
  return statuses.includes(answer.status) && isSafe && !answer.text.includes(script) && /<html lang="\w+/.test(answer.text)
    ? null
    : `${answer.status} ${answer.headers["content-type"]} ${policy} ${answer.text.slice(0, 300)}`;
}

/** How many transactions the server holds, whatever their status. */
async function transactionCount(server) {
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  const lines = [...metrics.matchAll(/^anchor_transactions\{.*\} (\d+)$/gm)];
  assert.ok(lines.length > 0, "no anchor_transactions in /metrics");
  return lines.reduce((sum, line) => sum + Number(line[1]), 0);
}
