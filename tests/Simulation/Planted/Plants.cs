using System.Collections.Immutable;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Domain.Network;
using Anchor.Domain.Payments;
using Anchor.Domain.Payouts;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Simulation.World;

namespace Anchor.Simulation.Planted;

/// <summary>Puts the bug of the case between the grains and the doubles.</summary>
internal static class Plants
{
    public static ILedger Ledger(SimWorld world, ILedger ledger) =>
        world.Case.Plant switch
        {
            Plant.SendBeforeStore => new EagerLedger(ledger),
            Plant.ThreadPool => new StrayingLedger(ledger),
            _ => ledger,
        };

    public static IIngestStore Ingest(SimWorld world, IIngestStore store) =>
        world.Case.Plant == Plant.CursorBeforePage ? new CursorFirstStore(store) : store;

    /// <summary>Two commits where there must be one.</summary>
    private sealed class CursorFirstStore(IIngestStore inner) : IIngestStore
    {
        public Task<IngestState> ReadAsync(string source, CancellationToken cancellationToken) =>
            inner.ReadAsync(source, cancellationToken);

        public async Task<IngestStored> AppendAsync(
            IngestState state,
            ImmutableArray<IncomingPayment> payments,
            CancellationToken cancellationToken
        )
        {
            var stored = await inner.AppendAsync(state, [], cancellationToken);
            return payments.IsEmpty
                ? stored
                : await inner.AppendAsync(state with { Version = stored.Version }, payments, cancellationToken);
        }

        public Task<ImmutableArray<string>> UndecidedAsync(
            string account,
            string? after,
            int limit,
            CancellationToken cancellationToken
        ) => inner.UndecidedAsync(account, after, limit, cancellationToken);

        public Task<string?> EarlierUndecidedAsync(IncomingPayment payment, CancellationToken cancellationToken) =>
            inner.EarlierUndecidedAsync(payment, cancellationToken);
    }

    private abstract class LedgerBetween(ILedger inner) : ILedger
    {
        protected ILedger Inner => inner;

        public Task<DestinationState> CheckDestinationAsync(
            string destination,
            bool hasMemo,
            AssetId asset,
            Amount amount,
            CancellationToken cancellationToken
        ) => inner.CheckDestinationAsync(destination, hasMemo, asset, amount, cancellationToken);

        public virtual Task<PrepareOutcome> PrepareAsync(
            PayoutOrder order,
            string channel,
            CancellationToken cancellationToken
        ) => inner.PrepareAsync(order, channel, cancellationToken);

        public Task<EnvelopeFate> DriveAsync(SignedEnvelope envelope, CancellationToken cancellationToken) =>
            inner.DriveAsync(envelope, cancellationToken);

        public ImmutableArray<string> ChannelsOf(string distributionAccount, int count) =>
            inner.ChannelsOf(distributionAccount, count);

        public Task<NetworkSight> LookAtNetworkAsync(
            ImmutableArray<Landmark> landmarks,
            ImmutableArray<string> cursors,
            CancellationToken cancellationToken
        ) => inner.LookAtNetworkAsync(landmarks, cursors, cancellationToken);

        public string CursorAfter(Landmark landmark) => inner.CursorAfter(landmark);

        public virtual Task<ImmutableArray<string>> ExistingAsync(
            ImmutableArray<string> accounts,
            CancellationToken cancellationToken
        ) => inner.ExistingAsync(accounts, cancellationToken);
    }

    /// <summary>What is signed goes out at once.</summary>
    private sealed class EagerLedger(ILedger inner) : LedgerBetween(inner)
    {
        public override async Task<PrepareOutcome> PrepareAsync(
            PayoutOrder order,
            string channel,
            CancellationToken cancellationToken
        )
        {
            var outcome = await Inner.PrepareAsync(order, channel, cancellationToken);
            if (outcome is PrepareOutcome.Ready ready)
            {
                _ = Inner.DriveAsync(ready.Envelope, cancellationToken);
            }

            return outcome;
        }
    }

    /// <summary>Waits on the thread pool.</summary>
    private sealed class StrayingLedger(ILedger inner) : LedgerBetween(inner)
    {
        public override async Task<ImmutableArray<string>> ExistingAsync(
            ImmutableArray<string> accounts,
            CancellationToken cancellationToken
        )
        {
            await Task.Run(static () => { }, cancellationToken);
            return await Inner.ExistingAsync(accounts, cancellationToken);
        }
    }
}
