using System.Collections.Immutable;
using System.Globalization;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Domain.Network;
using Anchor.Domain.Payouts;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Ledgers.Payouts;
using Anchor.Ledgers.Signing;
using Anchor.Stellar;
using Anchor.Stellar.Horizon;
using Microsoft.Extensions.Options;

namespace Anchor.Ledgers;

/// <summary>The Stellar network behind one Horizon, as the grains need it.</summary>
public sealed class StellarLedger(
    HorizonClient horizon,
    EnvelopeDriver envelopes,
    ISigner signer,
    FeeBids fees,
    NetworkLook look,
    Network network,
    IOptions<StellarLedgerOptions> options,
    TimeProvider time
) : ILedger
{
    /// <summary>SEP-29: the account's data entry, and its value "1" in base64.</summary>
    private const string MemoRequiredEntry = "config.memo_required";
    private const string MemoRequiredValue = "MQ==";

    public async Task<DestinationState> CheckDestinationAsync(
        string destination,
        bool hasMemo,
        AssetId asset,
        Amount amount,
        CancellationToken cancellationToken
    )
    {
        var address = MuxedAccount.Parse(destination);
        if (await horizon.GetAccountAsync(address.Account.ToString(), cancellationToken) is not { } account)
        {
            return DestinationState.AccountMissing;
        }

        if (
            !hasMemo
            && address.Id is null
            && account.Data.TryGetValue(MemoRequiredEntry, out var value)
            && value == MemoRequiredValue
        )
        {
            return DestinationState.MemoRequired;
        }

        if (asset.IsNative || asset.Issuer == account.AccountId)
        {
            return DestinationState.Ready;
        }

        return account.TrustLine(asset.Code, asset.Issuer!) switch
        {
            null => DestinationState.TrustlineMissing,
            { IsAuthorized: false } => DestinationState.TrustlineUnauthorized,
            var line when line.Room < amount.Stroops => DestinationState.TrustlineTooSmall,
            _ => DestinationState.Ready,
        };
    }

    public async Task<PrepareOutcome> PrepareAsync(
        PayoutOrder order,
        string channel,
        CancellationToken cancellationToken
    )
    {
        if (await horizon.GetAccountAsync(channel, cancellationToken) is not { } account)
        {
            return new PrepareOutcome.NotNow($"The channel account {channel} does not exist.");
        }

        var channelId = AccountId.Parse(channel);
        var sequence = account.Sequence + 1;
        var fee = await fees.ReadAsync(cancellationToken);
        var maxTime = MaxTime();
        if (!PayoutBuilder.TryBuild(order, channelId, sequence, fee, maxTime, out var transaction, out var fault))
        {
            return new PrepareOutcome.Never(new PayoutEnd.Impossible(fault!));
        }

        var hash = transaction!.Hash(network);
        var signatures = ImmutableArray.CreateBuilder<DecoratedSignature>();
        foreach (var who in new[] { channelId, AccountId.Parse(order.Account) }.Distinct())
        {
            signatures.Add(await signer.SignAsync(who, transaction, hash, cancellationToken));
        }

        var envelope = new SimpleEnvelope(transaction, signatures.ToImmutable());
        var balanceId = PayoutBuilder.ClaimableBalanceIdOf(order, channelId, sequence);
        return new PrepareOutcome.Ready(
            new SignedEnvelope(channel, sequence, hash.ToHex(), envelope.ToBase64(), maxTime, balanceId)
        );
    }

    public Task<EnvelopeFate> DriveAsync(SignedEnvelope envelope, CancellationToken cancellationToken) =>
        envelopes.DriveAsync(envelope, cancellationToken);

    public ImmutableArray<string> ChannelsOf(string distributionAccount, int count) =>
        [.. signer.ChannelsOf(AccountId.Parse(distributionAccount), count).Select(channel => channel.ToString())];

    public Task<NetworkSight> LookAtNetworkAsync(
        ImmutableArray<Landmark> landmarks,
        ImmutableArray<string> cursors,
        CancellationToken cancellationToken
    ) => look.LookAsync(landmarks, cursors, cancellationToken);

    public string CursorAfter(Landmark landmark)
    {
        ArgumentNullException.ThrowIfNull(landmark);
        return HorizonCursor.AfterLedger(landmark.Ledger).ToString(CultureInfo.InvariantCulture);
    }

    public async Task<ImmutableArray<string>> ExistingAsync(
        ImmutableArray<string> accounts,
        CancellationToken cancellationToken
    )
    {
        var found = await Task.WhenAll(accounts.Select(account => horizon.GetAccountAsync(account, cancellationToken)));
        return [.. found.OfType<HorizonAccount>().Select(account => account.AccountId)];
    }

    /// <summary>Whole seconds, by whichever clock is ahead: ours or the network's, which is the one that judges.</summary>
    private DateTimeOffset MaxTime()
    {
        var ours = time.GetUtcNow();
        var now = horizon.Clock.Latest is { } ledger && ledger.ClosedAt > ours ? ledger.ClosedAt : ours;
        return DateTimeOffset.FromUnixTimeSeconds((now + options.Value.EnvelopeLifetime).ToUnixTimeSeconds());
    }
}
