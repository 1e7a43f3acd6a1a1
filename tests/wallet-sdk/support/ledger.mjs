// The ledger as somebody else's program reads it: Horizon through @stellar/stellar-sdk.
import { Horizon } from "@stellar/stellar-sdk";

export class Ledger {
  constructor(server) {
    this.horizon = new Horizon.Server(server.horizonUrl, { allowHttp: true });
    this.bankUrl = `${server.horizonUrl}/_bank`;
  }

  /** The balance as text; null without a trust line. */
  async balance(address, asset) {
    const account = await this.horizon.loadAccount(address);
    const line = account.balances.find((line) => line.asset_code === asset.code && line.asset_issuer === asset.issuer);
    return line?.balance ?? null;
  }

  /** The payments that reached the address in this asset, from the beginning. */
  async paymentsTo(address, asset) {
    const { records } = await this.horizon.payments().forAccount(address).limit(200).call();
    return records.filter(
      (record) => record.type === "payment" && record.to === address && record.asset_code === asset.code && record.asset_issuer === asset.issuer,
    );
  }

  transaction(hash) {
    return this.horizon.transactions().transaction(hash).call();
  }

  /** What the demonstration bank has sent for a transaction. */
  async bankTransfers(id) {
    const book = await (await fetch(`${this.bankUrl}/book`)).json();
    return book.outgoing.filter((transfer) => transfer.transaction_id === id);
  }
}
