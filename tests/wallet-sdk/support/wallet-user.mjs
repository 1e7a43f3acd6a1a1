// Users as the public wallet SDK makes them: its own calls, the package untouched.
import walletSdkPackage from "@stellar/typescript-wallet-sdk";
import { eventually } from "./runner.mjs";
import { remember } from "./secrets.mjs";

const { ApplicationConfiguration, IssuedAssetId, StellarConfiguration, Wallet } = walletSdkPackage;
const glance = 150;

export class WalletUser {
  constructor(server, language = "en") {
    // The SDK's configuration has no switch for a plain-http Horizon, but the server object in it is public: one of the same class takes its place.
    const stellar = StellarConfiguration.TestNet();
    stellar.server = new stellar.server.constructor(server.horizonUrl, { allowHttp: true });
    this.server = server;
    this.wallet = new Wallet({ stellarConfiguration: stellar, applicationConfiguration: new ApplicationConfiguration(), language });
    this.stellar = this.wallet.stellar();
    this.anchor = this.wallet.anchor({ homeDomain: server.url, allowHttp: true });
    this.keys = this.stellar.account().createKeypair();
    remember("seed", this.keys.secretKey);
  }

  get address() {
    return this.keys.publicKey;
  }

  /** A user who can be paid: funded, with a trust line, signed in. */
  static async ready(server, { language, memoId, trust = true } = {}) {
    const user = new WalletUser(server, language);
    await user.fund();
    if (trust) {
      await user.trust();
    }
    await user.signIn(memoId);
    return user;
  }

  /** By the sandbox's friendbot; the SDK's own call knows one address only. */
  async fund() {
    const answer = await fetch(`${this.server.horizonUrl}/friendbot?addr=${this.address}`);
    if (!answer.ok) {
      throw new Error(`friendbot: ${answer.status} ${await answer.text()}`);
    }
  }

  async asset() {
    const { currencies } = await this.anchor.sep1();
    return new IssuedAssetId(currencies[0].code, currencies[0].issuer);
  }

  async trust() {
    const asset = await this.asset();
    await this.submit((transaction) => transaction.addAssetSupport(asset));
  }

  async submit(build, memo) {
    const builder = await this.stellar.transaction({ sourceAddress: this.keys, baseFee: 1000, memo });
    const transaction = build(builder).build();
    this.keys.sign(transaction);
    await this.stellar.submitTransaction(transaction);
    return transaction.hash().toString("hex");
  }

  async signIn(memoId) {
    const auth = await this.anchor.sep10();
    this.token = await auth.authenticate({ accountKp: this.keys, memoId });
    remember("token", this.token.token);
    return this.token;
  }

  async start(kind, fields = {}) {
    const { code } = await this.asset();
    const started = await this.anchor.sep24()[kind]({ assetCode: code, authToken: this.token, extraFields: fields });
    remember("link", new URL(started.url).searchParams.get("token"));
    return started;
  }

  get(id) {
    return this.anchor.sep24().getTransactionBy({ authToken: this.token, id });
  }

  waitFor(id, status, seconds = 30) {
    return eventually(`status ${status} of ${id}`, async () => {
      const transaction = await this.get(id);
      if (["error", "expired", "refunded"].includes(transaction.status) && transaction.status !== status) {
        throw new Error(`it is ${transaction.status}: ${transaction.message}`);
      }
      return transaction.status === status ? transaction : null;
    }, seconds);
  }

  /** The SDK's watcher, until the transaction is over: each status once, and the transaction. */
  async watch(id) {
    const { code } = await this.asset();
    const statuses = [];
    return new Promise((resolve, reject) => {
      this.anchor.sep24().watcher().watchOneTransaction({
        authToken: this.token,
        assetCode: code,
        id,
        timeout: glance,
        onMessage: (transaction) => statuses.push(transaction.status),
        onSuccess: (transaction) => resolve({ transaction, statuses: [...statuses, transaction.status] }),
        onError: (error) => reject(error instanceof Error ? error : new Error(JSON.stringify(error))),
      });
    });
  }
}
