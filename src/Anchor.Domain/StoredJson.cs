using System.Text.Json;
using System.Text.Json.Serialization;
using Anchor.Domain.Chains;
using Anchor.Domain.Mosaic;
using Anchor.Domain.Network;
using Anchor.Domain.Payments;
using Anchor.Domain.Payouts;
using Anchor.Domain.Sync;
using Anchor.Domain.Transactions;
using Anchor.Domain.Workers;

namespace Anchor.Domain;

/// <summary>The stored form of every state: JSON in snake case, nulls left out. Golden files in the tests hold it still.</summary>
/// <remarks>Only ever add members; a change that old rows do not fit needs a new <see cref="SchemaVersion"/> and a reader of the old one.</remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    // What is computed from the rest is not stored.
    IgnoreReadOnlyProperties = true
)]
[JsonSerializable(typeof(AnchorTransaction))]
[JsonSerializable(typeof(IncomingPayment))]
[JsonSerializable(typeof(Payout))]
[JsonSerializable(typeof(NetworkState))]
[JsonSerializable(typeof(WorkerTransaction))]
[JsonSerializable(typeof(WorkerAccount))]
[JsonSerializable(typeof(ScanCursor))]
[JsonSerializable(typeof(ChainEvent))]
[JsonSerializable(typeof(MosaicRequest))]
[JsonSerializable(typeof(StepOrder))]
[JsonSerializable(typeof(BlockSyncState))]
public sealed partial class StoredJson : JsonSerializerContext
{
    /// <summary>The version written beside each row's JSON.</summary>
    public const int SchemaVersion = 1;
}
