using System.Collections.Immutable;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Domain.Network;
using Anchor.Domain.Payouts;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;

namespace Anchor.Grains.Tests.Harness;

internal sealed class GuardedLedger(ILedger inner, Lifeline lifeline) : ILedger
{
    public Task<DestinationState> CheckDestinationAsync(
        string destination,
        bool hasMemo,
        AssetId asset,
        Amount amount,
        CancellationToken cancellationToken
    ) => lifeline.PassAsync(() => inner.CheckDestinationAsync(destination, hasMemo, asset, amount, cancellationToken));

    public async Task<PrepareOutcome> PrepareAsync(
        PayoutOrder order,
        string channel,
        CancellationToken cancellationToken
    )
    {
        lifeline.Check();
        var outcome = await inner.PrepareAsync(order, channel, cancellationToken);
        lifeline.Check();
        return outcome;
    }

    public Task<EnvelopeFate> DriveAsync(SignedEnvelope envelope, CancellationToken cancellationToken) =>
        lifeline.PassAsync(() => inner.DriveAsync(envelope, cancellationToken));

    public ImmutableArray<string> ChannelsOf(string distributionAccount, int count) =>
        inner.ChannelsOf(distributionAccount, count);

    public Task<NetworkSight> LookAtNetworkAsync(
        ImmutableArray<Landmark> landmarks,
        ImmutableArray<string> cursors,
        CancellationToken cancellationToken
    ) => lifeline.PassAsync(() => inner.LookAtNetworkAsync(landmarks, cursors, cancellationToken));

    public string CursorAfter(Landmark landmark) => inner.CursorAfter(landmark);

    public Task<ImmutableArray<string>> ExistingAsync(
        ImmutableArray<string> accounts,
        CancellationToken cancellationToken
    ) => lifeline.PassAsync(() => inner.ExistingAsync(accounts, cancellationToken));
}

/// <summary>Calls may hang on purpose, so they do not count as activity.</summary>
internal sealed class GuardedRails(IRails inner, Lifeline lifeline) : IRails
{
    public RailsGuarantee Guarantee => inner.Guarantee;

    public async Task<RailsAnswer> ExecuteOutgoingAsync(
        AnchorTransaction transaction,
        string idempotencyKey,
        CancellationToken cancellationToken
    )
    {
        lifeline.Check();
        var answer = await inner.ExecuteOutgoingAsync(transaction, idempotencyKey, cancellationToken);
        lifeline.Check();
        return answer;
    }

    public Task<RailsAnswer?> FindOutgoingAsync(string idempotencyKey, CancellationToken cancellationToken) =>
        lifeline.PassAsync(() => inner.FindOutgoingAsync(idempotencyKey, cancellationToken));

    public async Task<RailsAnswer> PollDepositAsync(AnchorTransaction transaction, CancellationToken cancellationToken)
    {
        lifeline.Check();
        return await inner.PollDepositAsync(transaction, cancellationToken);
    }

    public async Task<RailsAnswer> PollOutgoingAsync(AnchorTransaction transaction, CancellationToken cancellationToken)
    {
        lifeline.Check();
        return await inner.PollOutgoingAsync(transaction, cancellationToken);
    }
}

internal sealed class GuardedSteps(StepWatcher inner, Lifeline lifeline) : IMoneySteps
{
    public void Reached(MoneyStep step)
    {
        lifeline.Check();
        if (inner.Reached(step))
        {
            lifeline.Cut();
            inner.Died();
            throw new SiloDiedException();
        }
    }
}
