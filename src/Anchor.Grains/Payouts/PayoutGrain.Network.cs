using System.Collections.Immutable;
using Anchor.Domain;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Domain.Payouts;
using Anchor.Grains.Ports;

namespace Anchor.Grains.Payouts;

/// <summary>The payer on its network: the channels that are there, and what becomes of its work when the network is gone.</summary>
public sealed partial class PayoutGrain
{
    public async Task UseChannelsAsync(int era, ImmutableArray<string> open, CancellationToken cancellationToken)
    {
        foreach (var channel in open)
        {
            _channels.Open(channel);
        }

        var missing = ledger
            .ChannelsOf(Account, options.Value.Channels)
            .Where(channel => !_channels.IsOpen(channel))
            .ToImmutableArray();
        if (missing.Length > 0)
        {
            var purpose = await OpeningPurposeAsync(era, missing, cancellationToken);
            var amount = Amount.Floor(options.Value.ChannelStartingBalance);
            await OrderAsync(
                new PayoutOrder(
                    purpose,
                    null,
                    Account,
                    PayoutKind.OpenChannels,
                    missing[0],
                    AssetId.Native,
                    amount,
                    null,
                    missing
                ),
                cancellationToken
            );
        }

        Advance();
    }

    public Task<bool> IsInFlightAsync(string purposeId, string hash, CancellationToken cancellationToken) =>
        Task.FromResult(
            _open.GetValueOrDefault(purposeId)?.Payout is { HasEnded: false, Signed: { } signed } && signed.Hash == hash
        );

    public async Task<PayoutsEnded> EndForResetAsync(int limit, CancellationToken cancellationToken)
    {
        ThrowIfLost();
        var ended = ImmutableArray.CreateBuilder<StoredPayout>();
        foreach (var stored in _open.Values.OrderBy(stored => stored.Payout.OrderedAt))
        {
            if (
                ended.Count < limit
                && PayoutMachine.Decide(stored.Payout, new EndForNetworkReset(), time.GetUtcNow())
                    is Decision<Payout>.Accept accepted
            )
            {
                ended.Add(stored with { Payout = accepted.Next });
            }
        }

        if (ended.Count > 0)
        {
            foreach (var stored in await SaveAsync(ended.ToImmutable(), cancellationToken))
            {
                Remember(stored);
                Announce(stored.Payout);
            }
        }

        Advance();
        return new PayoutsEnded(ended.Count, _open.Values.Count(stored => stored.Payout.HasEnded));
    }

    public async Task ReopenAsync(CancellationToken cancellationToken)
    {
        ThrowIfLost();
        _channels = new PayoutChannels();
        _channels.Open(Account);
        foreach (var stored in _open.Values.ToList())
        {
            Remember(stored);
        }

        driver.LookForChannels(Account);
        await WakeAsync(cancellationToken);
    }

    /// <summary>The purpose names the accounts, so that the same ones are never ordered twice; after a refusal, such as too few funds, it is a new one.</summary>
    private async Task<string> OpeningPurposeAsync(
        int era,
        ImmutableArray<string> missing,
        CancellationToken cancellationToken
    )
    {
        var network = era == 0 ? "" : $"network-{era}/";
        for (var round = 1; ; round++)
        {
            var purpose = $"{Account}/channels/{network}{missing[0]}/{missing.Length}/{round}";
            if (
                await FindAsync(purpose, cancellationToken)
                is not { Payout.Status: PayoutStatus.Refused or PayoutStatus.NetworkReset }
            )
            {
                return purpose;
            }
        }
    }
}
