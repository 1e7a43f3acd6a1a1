using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Anchor.Domain;
using Anchor.Domain.Network;
using Anchor.Domain.Payments;
using Anchor.Domain.Transactions;
using Anchor.Simulation.World;
using Orleans.Storage;

namespace Anchor.Simulation.Stores;

/// <summary>The grain storage <c>anchor</c>: every state is a row, its version is the ETag. What is read has gone through the stored JSON.</summary>
internal sealed class SimGrainStorage(SimWorld world, Link link, Writer writer) : IGrainStorage
{
    public const string Name = "anchor";

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var row = await link.ReadAsync(
            $"read {grainId}",
            () =>
                stateName switch
                {
                    "transaction" => Read<T, AnchorTransaction>(
                        world.Database.Transactions,
                        grainId,
                        StoredJson.Default.AnchorTransaction
                    ),
                    "payment" => Read<T, IncomingPayment>(
                        world.Database.Payments,
                        grainId,
                        StoredJson.Default.IncomingPayment
                    ),
                    "network" => Read<T, NetworkState>(
                        world.Database.Networks,
                        grainId,
                        StoredJson.Default.NetworkState
                    ),
                    _ => throw new InvalidOperationException($"There is no table for {stateName}."),
                }
        );
        grainState.State = row is null ? Activator.CreateInstance<T>() : row.Value.State;
        grainState.ETag = row?.Version.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = row is not null;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        long? version = string.IsNullOrEmpty(grainState.ETag)
            ? null
            : long.Parse(grainState.ETag, CultureInfo.InvariantCulture);
        var row = grainState.State switch
        {
            AnchorTransaction transaction => Rows.Transaction(world, grainId.Key.ToString()!, transaction, version),
            IncomingPayment payment => Rows.Payment(world, grainId.Key.ToString()!, payment, version),
            NetworkState network => Rows.Network(world, grainId.Key.ToString()!, network, version),
            var other => throw new InvalidOperationException($"There is no table for {other}."),
        };
        if (await writer.WriteAsync($"write {grainId}", row) is null)
        {
            throw new InconsistentStateException($"The state of {grainId} is not the one that was read.");
        }

        grainState.ETag = ((version ?? 0) + 1).ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = true;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        throw new InvalidOperationException("No grain of the anchor clears its state.");

    private static (T State, long Version)? Read<T, TRow>(Table<TRow> table, GrainId grainId, JsonTypeInfo<TRow> json)
        where TRow : class =>
        table.Find(grainId.Key.ToString()!) is { } row ? ((T)(object)Rows.Stored(row.State, json), row.Version) : null;
}
