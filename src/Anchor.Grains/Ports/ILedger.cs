using System.Collections.Immutable;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Domain.Network;
using Anchor.Domain.Payouts;
using Anchor.Domain.Transactions;

namespace Anchor.Grains.Ports;

/// <summary>What grains need of the Stellar network. Every call takes a bounded time; an exception means "not known yet".</summary>
public interface ILedger
{
    /// <summary>Whether the address can take a payment of the asset now.</summary>
    Task<DestinationState> CheckDestinationAsync(
        string destination,
        bool hasMemo,
        AssetId asset,
        Amount amount,
        CancellationToken cancellationToken
    );

    /// <summary>Builds and signs, sends nothing. The sequence number is read from the network: the channel has nothing in flight.</summary>
    Task<PrepareOutcome> PrepareAsync(PayoutOrder order, string channel, CancellationToken cancellationToken);

    /// <summary>Sends stored bytes, or looks up what became of them. May be repeated with the same bytes any number of times.</summary>
    Task<EnvelopeFate> DriveAsync(SignedEnvelope envelope, CancellationToken cancellationToken);

    /// <summary>The addresses of the channel accounts of a distribution account; always the same ones.</summary>
    ImmutableArray<string> ChannelsOf(string distributionAccount, int count);

    /// <summary>Whether the network that is seen now goes on from these ledgers of it. Answers <see cref="NetworkVerdict.Unsure"/> rather than throw.</summary>
    /// <param name="landmarks">The latest first; empty before the first look.</param>
    /// <param name="cursors">Without landmarks: how far sources were read.</param>
    /// <param name="cancellationToken">Stops the look.</param>
    Task<NetworkSight> LookAtNetworkAsync(
        ImmutableArray<Landmark> landmarks,
        ImmutableArray<string> cursors,
        CancellationToken cancellationToken
    );

    /// <summary>The cursor of a source that was read up to the end of this ledger.</summary>
    string CursorAfter(Landmark landmark);

    /// <summary>Which of the accounts exist on the ledger.</summary>
    Task<ImmutableArray<string>> ExistingAsync(ImmutableArray<string> accounts, CancellationToken cancellationToken);
}

/// <summary>What came of signing.</summary>
public abstract record PrepareOutcome
{
    private PrepareOutcome() { }

    public sealed record Ready(SignedEnvelope Envelope) : PrepareOutcome;

    /// <summary>Nothing can be signed now; nothing was sent.</summary>
    public sealed record NotNow(string Reason) : PrepareOutcome;

    /// <summary>The order can never be signed; nothing was sent.</summary>
    public sealed record Never(PayoutEnd End) : PrepareOutcome;
}

/// <summary>What is known of stored bytes.</summary>
public abstract record EnvelopeFate
{
    private EnvelopeFate() { }

    /// <summary>They stand on the ledger as successful.</summary>
    public sealed record Applied : EnvelopeFate;

    /// <summary>
    /// They can never pay: they failed on the ledger, or a ledger closed after their max time and they were then not found there.
    /// </summary>
    /// <param name="End">Set if new bytes would not help either.</param>
    public sealed record Dead(string Reason, PayoutEnd? End) : EnvelopeFate;

    /// <summary>Nothing is proved either way: the same bytes go again.</summary>
    public sealed record Unknown(string Reason) : EnvelopeFate;
}
