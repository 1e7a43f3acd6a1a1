using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Anchor.Domain.Network;
using Anchor.Domain.Payments;
using Anchor.Domain.Payouts;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Simulation.World;

namespace Anchor.Simulation.Stores;

/// <summary>How the states become rows. Each change of a row is shown to the rules.</summary>
internal static class Rows
{
    public static RowWrite Transaction(SimWorld world, string key, AnchorTransaction next, long? version) =>
        Write(world, world.Database.Transactions, key, next, version, world.Rules.OnTransaction);

    public static RowWrite Payment(SimWorld world, string key, IncomingPayment next, long? version) =>
        Write(world, world.Database.Payments, key, next, version, world.Rules.OnPayment);

    public static RowWrite Payout(SimWorld world, Payout next, long? version) =>
        Write(world, world.Database.Payouts, next.Order.PurposeId, next, version, world.Rules.OnPayout);

    public static RowWrite Network(SimWorld world, string key, NetworkState next, long? version) =>
        Write(world, world.Database.Networks, key, next, version, static (_, _) => { });

    public static RowWrite Cursor(SimWorld world, IngestState next) =>
        Write(
            world,
            world.Database.Cursors,
            next.Source,
            next,
            next.Version == 0 ? null : next.Version,
            world.Rules.OnCursor
        );

    /// <summary>As it came with its page: a row that is there already stays as it is.</summary>
    public static RowWrite Arrived(SimWorld world, IncomingPayment payment) =>
        new(
            $"payments/{payment.Id}",
            IsRequired: false,
            () => world.Database.Payments.Find(payment.Id) is null,
            () =>
            {
                var row = payment with { Status = PaymentStatus.Received };
                world.Rules.OnPayment(null, row);
                world.Database.Payments.Put(payment.Id, row, 1);
                world.Database.PaymentOrder[PaymentIds.OrderKey(payment.Id)] = payment.Id;
            }
        );

    /// <summary>What the row's JSON holds, and nothing else.</summary>
    public static T Stored<T>(T state, JsonTypeInfo<T> json) =>
        JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(state, json), json)!;

    private static RowWrite Write<T>(
        SimWorld world,
        Table<T> table,
        string key,
        T next,
        long? version,
        Action<T?, T> show
    )
        where T : class =>
        new(
            $"{table.Name}/{key}",
            IsRequired: true,
            () => !world.Database.ChecksVersions || table.Find(key)?.Version == version,
            () =>
            {
                show(table.Find(key)?.State, next);
                table.Put(key, next, (version ?? 0) + 1);
            }
        );
}
