using System.Collections.Immutable;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Domain.Network;
using Anchor.Domain.Payouts;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;

namespace Anchor.Simulation.World;

/// <summary>One process' view of the ledger, through a Horizon that may lag. It sends and looks up as the real adapter does.</summary>
internal sealed class LedgerPort(SimWorld world, Link link, TimeProvider time) : ILedger
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookUpInterval = TimeSpan.FromSeconds(2);

    /// <summary>Bytes may lie around in the network until their time is over.</summary>
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(70);

    public Task<DestinationState> CheckDestinationAsync(
        string destination,
        bool hasMemo,
        AssetId asset,
        Amount amount,
        CancellationToken cancellationToken
    ) => AskAsync($"look at {destination}", () => world.Ledger.StateOf(destination), cancellationToken);

    public async Task<PrepareOutcome> PrepareAsync(
        PayoutOrder order,
        string channel,
        CancellationToken cancellationToken
    )
    {
        var sequence = await AskAsync(
            $"sequence of {channel}",
            () => world.Ledger.SequenceOf(channel, world.Seen(channel)),
            cancellationToken
        );
        if (sequence is null)
        {
            return new PrepareOutcome.NotNow($"{channel} is not there yet.");
        }

        var hash = world.Ledger.Sign(order);
        return new PrepareOutcome.Ready(
            new SignedEnvelope(
                channel,
                sequence.Value + 1,
                hash,
                $"bytes of {hash}",
                time.GetUtcNow() + Lifetime,
                order.Kind == PayoutKind.ClaimableBalance ? $"balance of {hash}" : null
            )
        );
    }

    public async Task<EnvelopeFate> DriveAsync(SignedEnvelope envelope, CancellationToken cancellationToken)
    {
        try
        {
            if (time.GetUtcNow() < envelope.MaxTime)
            {
                world.Rules.OnSent(envelope);
                await SendAsync(envelope, cancellationToken);
            }

            while (true)
            {
                if (await LookUpAsync(envelope, cancellationToken) is { } fate)
                {
                    return fate;
                }

                await Task.Delay(LookUpInterval, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new EnvelopeFate.Unknown("Nothing is known of it yet.");
        }
    }

    public ImmutableArray<string> ChannelsOf(string distributionAccount, int count) =>
        [.. Enumerable.Range(1, count).Select(i => $"GCHANNEL{i:00}")];

    public Task<NetworkSight> LookAtNetworkAsync(
        ImmutableArray<Landmark> landmarks,
        ImmutableArray<string> cursors,
        CancellationToken cancellationToken
    ) =>
        AskAsync(
            "look at the network",
            () =>
            {
                var seen = world.Ledger.Landmark(world.Seen("look at the network"));
                return landmarks.IsEmpty || landmarks[^1].Ledger <= seen.Ledger
                    ? new NetworkSight(NetworkVerdict.Same, seen, "It goes on from what is known.")
                    : new NetworkSight(NetworkVerdict.Unsure, seen, "It lags.");
            },
            cancellationToken
        );

    public string CursorAfter(Landmark landmark) => Ledger.CursorAfter(landmark.Ledger);

    public Task<ImmutableArray<string>> ExistingAsync(
        ImmutableArray<string> accounts,
        CancellationToken cancellationToken
    ) => AskAsync("existing", () => Existing(accounts), cancellationToken);

    private ImmutableArray<string> Existing(ImmutableArray<string> accounts)
    {
        var seen = world.Seen("existing");
        return [.. accounts.Where(account => world.Ledger.SequenceOf(account, seen) is not null)];
    }

    private Task<bool> SendAsync(SignedEnvelope envelope, CancellationToken cancellationToken) =>
        link.SendAsync(
            StepKind.Ledger,
            $"send {envelope.Hash}",
            () =>
            {
                world.Ledger.Submit(envelope);
                return true;
            },
            Latest,
            cancellationToken
        );

    /// <summary>The latest ledger first, then the hash, both at one Horizon: only so is it a proof that it is not there.</summary>
    private Task<EnvelopeFate?> LookUpAsync(SignedEnvelope envelope, CancellationToken cancellationToken) =>
        AskAsync<EnvelopeFate?>(
            $"find {envelope.Hash}",
            () =>
            {
                var seen = world.Seen(envelope.Hash);
                return world.Ledger.Find(envelope.Hash, seen) switch
                {
                    { Refused: null } => new EnvelopeFate.Applied(),
                    { Refused: { } state } => new EnvelopeFate.Dead(
                        "tx_failed",
                        new PayoutEnd.DestinationRefused(state)
                    ),
                    null when world.Ledger.ClosedAt(seen) > envelope.MaxTime => new EnvelopeFate.Dead("too late", null),
                    null => null,
                };
            },
            cancellationToken
        );

    private Task<T> AskAsync<T>(string step, Func<T> answer, CancellationToken cancellationToken) =>
        link.AskAsync(StepKind.Ledger, step, answer, cancellationToken);
}
