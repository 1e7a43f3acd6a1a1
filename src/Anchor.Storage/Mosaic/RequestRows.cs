using System.Data.Common;
using System.Text.Json;
using Anchor.Domain;
using Anchor.Domain.Mosaic;
using Anchor.Storage.States;

namespace Anchor.Storage.Mosaic;

/// <summary>The rows of requests between chains: the grains' state, and the columns that lists and views show.</summary>
internal static class RequestRows
{
    /// <summary>The columns that <see cref="Read"/> takes.</summary>
    public const string Columns = "version, schema_version, json";

    public static readonly RowMap<MosaicRequest> Map = new(
        "mosaic-request",
        "mosaic_requests",
        "request_hash",
        StoredJson.SchemaVersion,
        StoredJson.Default.MosaicRequest,
        new("kind", state => state.Terms!.Kind.WireName(), IsFixed: true),
        new("status", state => state.Status.NameFor(state.Terms!.Kind)),
        new("is_open", state => state.Status.IsTerminal() ? 0 : 1),
        new("pair", state => state.Terms!.Pair, IsFixed: true),
        new("origin_chain_id", state => PairName.OriginChain(state.Terms!.Pair), IsFixed: true),
        new("aux_chain_id", state => PairName.AuxiliaryChain(state.Terms!.Pair), IsFixed: true),
        new("gateway_address", state => state.Terms!.SourceGateway, IsFixed: true),
        new("message_hash", state => state.MessageHash),
        new("origin_worker_address", state => WorkerOn(state, isOrigin: true)),
        new("auxiliary_worker_address", state => WorkerOn(state, isOrigin: false)),
        new("hash_lock", state => state.Foreign?.HashLock ?? state.Lock?.HashLock),
        new("unlock_secret", state => state.Lock?.SealedSecret),
        new("transactions", Transactions),
        new("created_at", state => state.CreatedAt.ToUnixTimeMilliseconds(), IsFixed: true),
        new("updated_at", state => state.UpdatedAt.ToUnixTimeMilliseconds()),
        new("next_due", state => state.NextDue?.ToUnixTimeMilliseconds())
    );

    public static MosaicRequest Read(DbDataReader row) => Map.Read(row).State;

    private static string? WorkerOn(MosaicRequest state, bool isOrigin) =>
        (state.Terms!.Kind == TransferKind.Stake) == isOrigin ? state.SourceWorker : state.TargetWorker;

    private static string Transactions(MosaicRequest state) =>
        $"[{string.Join(',', state.Orders.Where(order => order.Hash is not null).Select(order => JsonSerializer.Serialize(order, StoredJson.Default.StepOrder)))}]";
}
