using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Anchor.Domain.Sync;
using Anchor.Grains.Sync;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Operator.Sync;

/// <summary><c>/operator/sync</c>: how the syncs of Hathor networks stand, and the four things that can be asked of one.</summary>
internal static class SyncEndpoints
{
    public static RouteGroupBuilder MapOperatorSync(this RouteGroupBuilder operators)
    {
        operators.MapGet("/sync", ListAsync);
        operators.MapPost("/sync/{network}/{order}", OrderAsync);
        return operators;
    }

    private static async Task<JsonHttpResult<SyncList>> ListAsync(
        [FromServices] ISyncFollowers? followers,
        IGrainFactory grains,
        CancellationToken cancellationToken
    )
    {
        var views = ImmutableArray.CreateBuilder<SyncView>();
        foreach (var network in followers?.Networks ?? [])
        {
            views.Add(
                SyncView.Of(network, await grains.GetGrain<IBlockSyncGrain>(network).GetAsync(cancellationToken))
            );
        }

        return TypedResults.Json(new SyncList(views.ToImmutable()), SyncJson.Default.SyncList);
    }

    private static async Task<Results<JsonHttpResult<SyncView>, JsonHttpResult<OperatorError>>> OrderAsync(
        string network,
        string order,
        [FromServices] ISyncFollowers? followers,
        IGrainFactory grains,
        IOptions<OperatorOptions> options,
        CancellationToken cancellationToken
    )
    {
        if (followers?.Networks.Contains(network, StringComparer.Ordinal) != true)
        {
            return OperatorResults.NotFound($"no network {network} is configured");
        }

        if (options.Value.Role == OperatorRole.Command)
        {
            return OperatorResults.Conflict("no server runs that follows it; anchor serve starts one");
        }

        SyncCommand? command = order switch
        {
            "start" => new(SyncEvent.NewBlock),
            "stop" => new(SyncEvent.Stop),
            "restart" => new(SyncEvent.Restart),
            "rebuild" => new(SyncEvent.Restart) { Rebuild = true },
            _ => null,
        };
        return command is null
            ? OperatorResults.NotFound("a sync can be told to start, stop, restart or rebuild")
            : TypedResults.Json(
                SyncView.Of(
                    network,
                    await grains.GetGrain<IBlockSyncGrain>(network).ApplyAsync(command, cancellationToken)
                ),
                SyncJson.Default.SyncView
            );
    }
}

/// <summary>All syncs.</summary>
public sealed record SyncList(ImmutableArray<SyncView> Syncs);

/// <summary>How a sync stands.</summary>
/// <param name="Lag">Blocks that the node has and we have not; null before the node was asked.</param>
public sealed record SyncView(
    string Network,
    SyncStatus Status,
    long? Height,
    string? Tip,
    long? Lag,
    bool HasMoreBlocks,
    bool IsRebuilding,
    string? Reason,
    DateTimeOffset? FailedAt,
    DateTimeOffset? DoneAt,
    int Heals,
    ImmutableArray<UndoneReorg> Reorgs
)
{
    public static SyncView Of(string network, BlockSyncState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new(
            network,
            state.Status,
            state.TipHeight,
            state.TipId,
            state.BestHeight is { } best ? Math.Max(0, best - (state.TipHeight ?? -1)) : null,
            state.HasMoreBlocks,
            state.IsRebuilding,
            state.Reason,
            state.FailedAt,
            state.DoneAt,
            state.Heals,
            state.Reorgs
        );
    }
}

/// <summary>What <c>/operator/sync</c> and the commands say to each other.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SyncList))]
[JsonSerializable(typeof(SyncView))]
public sealed partial class SyncJson : JsonSerializerContext;
