using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Anchor.Stellar;

namespace Anchor.Sandbox.Ledger;

/// <summary>The first ledger, and the two accounts it begins with. Their keys follow from the passphrase, as the root key of every Stellar network does.</summary>
internal sealed class Genesis(SandboxOptions options, Network network) : IDisposable
{
    private const long TotalCoins = 100_000_000_000_0000000;

    /// <summary>Holds half of all lumens and makes the market.</summary>
    public KeyPair Root { get; } = KeyPair.FromSeed(network.Id.ToArray());

    /// <summary>Holds the other half and gives it away.</summary>
    public KeyPair Friendbot { get; } =
        KeyPair.FromSeed(SHA256.HashData(Encoding.UTF8.GetBytes($"friendbot of {network.Passphrase}")));

    public LedgerState Create(DateTimeOffset now)
    {
        AccountEntry[] accounts =
        [
            new AccountEntry
            {
                Id = Root.Account,
                Balance = TotalCoins / 2,
                Sequence = 0,
            },
            new AccountEntry
            {
                Id = Friendbot.Account,
                Balance = TotalCoins / 2,
                Sequence = 0,
            },
        ];
        var header = new LedgerHeader
        {
            Sequence = 1,
            Hash = new Hash256(SHA256.HashData(network.Id.ToArray())),
            PreviousHash = default,
            CloseTime = now.ToUnixTimeSeconds(),
            BaseFee = options.BaseFee,
            BaseReserve = options.BaseReserve,
            TotalCoins = TotalCoins,
            FeePool = 0,
            ProtocolVersion = options.ProtocolVersion,
            MaxTransactionSetSize = options.MaxTransactionSetSize,
        };
        return new LedgerState(
            header,
            accounts.Select(a => a.ChangedIn(header)).ToImmutableDictionary(a => a.Id),
            ImmutableDictionary<ClaimableBalanceId, ClaimableBalanceEntry>.Empty
        );
    }

    public void Dispose()
    {
        Root.Dispose();
        Friendbot.Dispose();
    }
}
