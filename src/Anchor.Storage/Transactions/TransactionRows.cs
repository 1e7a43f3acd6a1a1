using System.Data.Common;
using Anchor.Domain;
using Anchor.Domain.Transactions;
using Anchor.Storage.States;

namespace Anchor.Storage.Transactions;

/// <summary>The rows of transactions: the grains' state and the columns by which it is found.</summary>
internal static class TransactionRows
{
    /// <summary>The columns that <see cref="Read"/> takes.</summary>
    public const string Columns = "version, schema_version, json";

    public static readonly RowMap<AnchorTransaction> Map = new(
        "transaction",
        "transactions",
        "id",
        StoredJson.SchemaVersion,
        StoredJson.Default.AnchorTransaction,
        new("kind", state => state.Kind.WireName(), IsFixed: true),
        new("status", state => state.Status.WireName()),
        new("asset", state => state.Asset.ToString(), IsFixed: true),
        new("account", state => state.Account, IsFixed: true),
        new("account_memo", state => state.AccountMemo ?? "", IsFixed: true),
        new("distribution_account", state => state.DistributionAccount, IsFixed: true),
        new(
            "memo_kind",
            state => state.Memo is null ? null : SnakeCaseEnumConverter<MemoKind>.NameOf(state.Memo.Kind),
            IsFixed: true
        ),
        new("memo", state => state.Memo?.Value, IsFixed: true),
        new("stellar_transaction_id", state => state.StellarTransactionId),
        new("external_transaction_id", state => state.ExternalTransactionId),
        new("started_at", state => state.StartedAt.ToUnixTimeMilliseconds(), IsFixed: true),
        new("next_due", state => state.NextDue?.ToUnixTimeMilliseconds())
    );

    public static AnchorTransaction Read(DbDataReader row) => Map.Read(row).State;
}
