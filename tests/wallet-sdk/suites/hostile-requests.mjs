// Requests nobody should send. Each must be refused with one of its statuses and {"error": "..."}, and leave nothing behind.

const deposit = "/sep24/transactions/deposit/interactive";
const withdraw = "/sep24/transactions/withdraw/interactive";
const json = "application/json";
const form = "application/x-www-form-urlencoded";
const script = "<script>alert(1)</script>";
const secretSeed = "SBR24SZYLJBFEJ7KVWM3Q6KEGH4KK35UTQC4FUASM34GGHH2SHFFYH5R";
const contract = "CA3D5KRYM6CB7OWQ6TWYRR3Z4T7GNZLKERYNZGGA5SOAOPIFY6YQGAXE";

const post = (name, path, type, body, statuses = [400]) => ({ name, method: "POST", path, type, body, statuses, signedIn: path !== "/auth" });
const get = (name, path, statuses = [400], signedIn = true) => ({ name, path, statuses, signedIn });
const field = (name, fields, statuses) =>
  post(name, deposit, json, JSON.stringify({ asset_code: "TEST", ...fields }), statuses);
const amount = (text) => field(`amount ${JSON.stringify(text)}`, { amount: text });
const query = (name, parameters, statuses) => get(name, `/sep24/transactions?asset_code=TEST&${parameters}`, statuses);
const challenge = (name, parameters) => get(name, `/auth?${parameters}`, [400], false);

/** Bodies that are too large, too deep or not what they say. */
const bodies = [
  post("JSON of a megabyte", deposit, json, `{"asset_code":"TEST","first_name":"${"a".repeat(1 << 20)}"}`, [413]),
  post("form of a megabyte", deposit, form, `asset_code=TEST&first_name=${"a".repeat(1 << 20)}`, [413]),
  post("multipart of a megabyte", deposit, "multipart/form-data; boundary=x", `--x\r\nContent-Disposition: form-data; name="asset_code"\r\n\r\n${"a".repeat(1 << 20)}\r\n--x--\r\n`, [413]),
  post("challenge of a megabyte", "/auth", json, `{"transaction":"${"A".repeat(1 << 20)}"}`, [413]),
  { ...post("chunks of a megabyte", deposit, json, `{"first_name":"${"a".repeat(1 << 20)}"}`, [413]), headers: { "Transfer-Encoding": "chunked" } },
  post("JSON 10,000 levels deep", deposit, json, '{"a":'.repeat(10_000) + "1" + "}".repeat(10_000)),
  post("list in JSON", deposit, json, '["TEST"]'),
  post("null in JSON", deposit, json, "null"),
  post("nothing as JSON", deposit, json, ""),
  post("broken JSON", deposit, json, '{"asset_code":"TEST"'),
  post("two values in JSON", deposit, json, '{"asset_code":"TEST"}{"asset_code":"TEST"}'),
  post("field given twice in JSON", deposit, json, '{"asset_code":"TEST","asset_code":"TEST"}'),
  post("field given twice in a form", deposit, form, "asset_code=TEST&asset_code=TEST"),
  post("object for a text", deposit, json, '{"asset_code":{"$ne":null}}'),
  post("list for a text", deposit, json, '{"asset_code":["TEST"]}'),
  post("half a surrogate pair", deposit, json, '{"asset_code":"TEST","first_name":"\\ud800"}'),
  post("NUL in a text", deposit, json, '{"asset_code":"TEST","first_name":"a\\u0000b"}'),
  post("escape character in a form", deposit, form, "asset_code=TEST&first_name=%1b%5b31m"),
  post("broken escape in a form", deposit, form, "asset_code=TEST&first_name=%zz"),
  post("bytes that are not UTF-8 in JSON", deposit, json, Buffer.from('{"asset_code":"TEST","first_name":"\xff\xfe"}', "latin1")),
  post("bytes that are not UTF-8 in a form", deposit, form, Buffer.from("asset_code=TEST&first_name=\xff\xfe", "latin1")),
  post("1,000 fields", deposit, form, `asset_code=TEST&${Array.from({ length: 1000 }, (_, i) => `f${i}=x`).join("&")}`),
  post("field name of 10,000 characters", deposit, form, `asset_code=TEST&${"n".repeat(10_000)}=x`),
  field("first name of 5,000 characters", { first_name: "a".repeat(5000) }),
  post("XML", deposit, "application/xml", "<asset_code>TEST</asset_code>", [415]),
  post("plain text", deposit, "text/plain", '{"asset_code":"TEST"}', [415]),
  post("no content type", deposit, undefined, '{"asset_code":"TEST"}', [415]),
  post("another charset", deposit, "application/json; charset=utf-16", '{"asset_code":"TEST"}', [415]),
  post("multipart without a boundary", deposit, "multipart/form-data", "asset_code=TEST"),
  post("multipart that ends early", deposit, "multipart/form-data; boundary=x", '--x\r\nContent-Disposition: form-data; name="asset_code"\r\n\r\nTEST'),
];

/** Values that no field may have. */
const values = [
  amount(-1), amount("-100"), amount("0"), amount("0.0000000"), amount("1.00000001"), amount("1e3"), amount("1e999999999"), amount("922337203685.4775808"),
  amount("99999999999999999999999999999999999999"), amount("10000.0000001"), amount("0.9999999"), amount("1,000"), amount(" 100 "), amount("١٠٠"), amount("NaN"),
  amount("Infinity"), amount("0x10"), amount("+5"), amount("5."), amount(".5"), amount("ten"), amount(true), amount(script),
  post("amount 1e999999999 as a number", deposit, json, '{"asset_code":"TEST","amount":1e999999999}'),
  field("no asset", { asset_code: undefined }),
  field("unknown asset", { asset_code: "NOPE" }),
  field("asset code of a script", { asset_code: script }),
  field("asset code with SQL", { asset_code: "TEST' OR 1=1 --" }),
  field("asset of another issuer", { asset_issuer: "GCEZWKCA5VLDNRLN3RPRJMRZOX3Z6G5CHCGSNFHEYVXM3XOJMDS674JZ" }),
  field("account in lower case", { account: "g".repeat(56) }),
  field("account with a wrong checksum", { account: "GCEZWKCA5VLDNRLN3RPRJMRZOX3Z6G5CHCGSNFHEYVXM3XOJMDS674JA" }),
  field("secret key as an account", { account: secretSeed }),
  field("contract as an account", { account: contract }),
  post("secret key as an account to withdraw from", withdraw, json, JSON.stringify({ asset_code: "TEST", account: secretSeed })),
  field("memo of two to the 64th", { memo: "18446744073709551616", memo_type: "id" }),
  field("negative memo", { memo: "-1", memo_type: "id" }),
  field("memo text of 29 bytes", { memo: "é".repeat(14) + "x", memo_type: "text" }),
  field("memo hash of 31 bytes", { memo: Buffer.alloc(31).toString("base64"), memo_type: "hash" }),
  field("memo of an unknown type", { memo: "1", memo_type: "number" }),
  field("memo without a type", { memo: "1" }),
  field("claimable balances, maybe", { claimable_balance_supported: "maybe" }),
];

/** Look-ups, lists and paths. */
const lookups = [
  get("transaction without an id", "/sep24/transaction"),
  get("transaction of nobody", "/sep24/transaction?id=00000000-0000-0000-0000-000000000000", [404]),
  get("transaction id of 5,000 characters", `/sep24/transaction?id=${"a".repeat(5000)}`, [404]),
  get("transaction id with a NUL", "/sep24/transaction?id=%00", [404]),
  get("transaction id that is not UTF-8", "/sep24/transaction?id=%ff%fe", [404]),
  get("transaction id that climbs", "/sep24/transaction?id=../../etc/passwd", [404]),
  get("transaction id with SQL", "/sep24/transaction?id=%27%20OR%20%271%27=%271", [404]),
  get("transaction by a hash of a script", `/sep24/transaction?stellar_transaction_id=${encodeURIComponent(script)}`, [404]),
  get("list without an asset", "/sep24/transactions"),
  query("list with a limit of minus one", "limit=-1"),
  query("list with a limit of none", "limit=0"),
  query("list with a limit beyond numbers", "limit=99999999999999999999"),
  query("list with a limit of 1e9", "limit=1e9"),
  query("list since the year nought", "no_older_than=0000-00-00T00:00:00Z"),
  query("list since a thirteenth month", "no_older_than=2026-13-01"),
  query("list since yesterday", "no_older_than=yesterday"),
  query("list of another kind", "kind=theft"),
  query("list after an id of 5,000 characters", `paging_id=${"a".repeat(5000)}`),
  get("fee of a negative amount", "/sep24/fee?operation=deposit&asset_code=TEST&amount=-1"),
  get("fee of 1e999999999", "/sep24/fee?operation=deposit&asset_code=TEST&amount=1e999999999"),
  get("fee of another operation", "/sep24/fee?operation=steal&asset_code=TEST&amount=1"),
  get("path that is not there", "/sep24/nothing", [404]),
  get("path that climbs", "/sep24/../../../etc/passwd", [404]),
  get("path that climbs in escapes", "/assets/..%2f..%2f..%2fetc%2fpasswd", [404]),
  get("path that climbs out of the well-known folder", "/.well-known/..%2fanchor.json", [404]),
  get("the configuration as a file", "/anchor.json", [404]),
  get("the environment as a file", "/.env", [404]),
  get("the database as a file", "/data/anchor.db", [404]),
  { name: "method that is not there", method: "DELETE", path: "/sep24/transaction?id=1", statuses: [405], signedIn: true },
  { name: "start by GET", path: deposit, statuses: [405], signedIn: true },
  challenge("challenge without an account", ""),
  challenge("challenge for a secret key", `account=${secretSeed}`),
  challenge("challenge for a contract", `account=${contract}`),
  challenge("challenge for a script", `account=${encodeURIComponent(script)}`),
  post("no challenge", "/auth", json, "{}"),
  post("challenge that is no base64", "/auth", json, '{"transaction":"%%%"}'),
  post("challenge that is cut off", "/auth", json, '{"transaction":"AAAAAgAAAAAtMXSQz7srQKkijFxSGLpL1d88hAAT"}'),
  post("challenge as a number", "/auth", json, '{"transaction":7}'),
  post("challenge of two thousand million operations", "/auth", json, '{"transaction":"AAAAAgAAAAAtMXSQz7srQKkijFxSGLpL1d88hAAT+MKe2WNMZbSLjAAAAMgAAAAAAAAAAAAAAAEAAAAAa0nSAAAAAABrSdWEAAAAAH////8="}'),
];

/** What a signed-in user of no good sends, and what anybody can send. */
export function hostileRequests({ account }) {
  return [
    ...bodies,
    ...values,
    ...lookups,
    challenge("challenge with a memo of two to the 64th", `account=${account}&memo=18446744073709551616`),
    challenge("challenge with a memo of a script", `account=${account}&memo=${encodeURIComponent(script)}`),
    challenge("challenge for another home domain", `account=${account}&home_domain=evil.example`),
    challenge("challenge for a client domain that nobody serves", `account=${account}&client_domain=localhost:1`),
    challenge("challenge for a client domain with a path", `account=${account}&client_domain=${encodeURIComponent("localhost/../../admin")}`),
  ];
}
