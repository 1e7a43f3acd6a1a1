// Runs in Chromium, on a page of another origin than the anchor's: a wallet in a web page.
"use strict";

/** Signs in, starts a deposit and reads it back, with nothing but what a page of another origin may do. */
async function signInAndRead(homeDomain) {
  const { Keypair, StellarToml, TransactionBuilder } = StellarSdk;
  const toml = await StellarToml.Resolver.resolve(homeDomain, { allowHttp: true });
  const keys = Keypair.random();
  const challenge = await ask(`${toml.WEB_AUTH_ENDPOINT}?account=${keys.publicKey()}`);
  const transaction = TransactionBuilder.fromXDR(challenge.transaction, challenge.network_passphrase);
  transaction.sign(keys);
  const { token } = await ask(toml.WEB_AUTH_ENDPOINT, { transaction: transaction.toXDR() });

  const sep24 = toml.TRANSFER_SERVER_SEP0024;
  const info = await ask(`${sep24}/info`);
  const code = Object.keys(info.deposit)[0];
  const started = await ask(`${sep24}/transactions/deposit/interactive`, { asset_code: code }, token);
  const read = await ask(`${sep24}/transaction?id=${started.id}`, undefined, token);
  const refused = await fetch(`${sep24}/transaction?id=${started.id}`);
  return {
    account: keys.publicKey(),
    token,
    url: started.url,
    id: started.id,
    transaction: read.transaction,
    refused: { status: refused.status, body: await refused.json() },
  };
}

async function ask(url, body, token) {
  const headers = { ...(body && { "Content-Type": "application/json" }), ...(token && { Authorization: `Bearer ${token}` }) };
  const answer = await fetch(url, { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body) });
  const json = await answer.json();
  if (!answer.ok) {
    throw new Error(`${url}: ${answer.status} ${json.error}`);
  }
  return json;
}

/** Opens the anchor's pages in a pop-up and collects what they tell. */
window.told = [];
window.addEventListener("message", (event) => window.told.push({ origin: event.origin, data: event.data }));

function openPages(url) {
  window.open(`${url}&callback=postMessage`, "anchor", "width=500,height=800");
}
