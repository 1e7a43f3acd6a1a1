using System.Collections.Immutable;
using Anchor.Stellar;

namespace Anchor.Sandbox.Ledger;

/// <summary>An account as the ledger holds it, with everything that hangs on it. Amounts are stroops.</summary>
internal sealed record AccountEntry
{
    public required AccountId Id { get; init; }

    public required long Balance { get; init; }

    public required long Sequence { get; init; }

    /// <summary>The ledger in which the sequence last moved; 0 if it never did.</summary>
    public uint SequenceLedger { get; init; }

    /// <summary>When the sequence last moved, in Unix seconds.</summary>
    public long SequenceTime { get; init; }

    public AccountFlags Flags { get; init; }

    public uint MasterWeight { get; init; } = 1;

    public uint LowThreshold { get; init; }

    public uint MediumThreshold { get; init; }

    public uint HighThreshold { get; init; }

    public ByteString HomeDomain { get; init; }

    public AccountId? InflationDestination { get; init; }

    public ImmutableArray<AccountSigner> Signers { get; init; } = [];

    public ImmutableArray<TrustLine> TrustLines { get; init; } = [];

    public ImmutableArray<DataEntry> Data { get; init; } = [];

    public uint NumSponsoring { get; init; }

    public uint NumSponsored { get; init; }

    public AccountId? Sponsor { get; init; }

    public uint LastModifiedLedger { get; init; }

    public long LastModifiedTime { get; init; }

    public int SubentryCount => Signers.Length + TrustLines.Length + Data.Length;

    public bool IsAuthImmutable => Flags.HasFlag(AccountFlags.AuthorizationImmutable);

    /// <summary>What must stay on the account: two reserves for itself and one for each subentry, less what others sponsor.</summary>
    public long MinimumBalance(long baseReserve) => (2L + SubentryCount + NumSponsoring - NumSponsored) * baseReserve;

    /// <summary>What may be spent.</summary>
    public long Available(long baseReserve) => Balance - MinimumBalance(baseReserve);

    /// <summary>The same account, marked as changed in this ledger.</summary>
    public AccountEntry ChangedIn(LedgerHeader ledger) =>
        this with
        {
            LastModifiedLedger = ledger.Sequence,
            LastModifiedTime = ledger.CloseTime,
        };

    public TrustLine? FindTrustLine(CreditAsset asset)
    {
        foreach (var line in TrustLines)
        {
            if (line.Asset == asset)
            {
                return line;
            }
        }

        return null;
    }

    public AccountEntry With(TrustLine line)
    {
        var at = IndexOf(TrustLines, l => l.Asset == line.Asset);
        return this with { TrustLines = at < 0 ? TrustLines.Add(line) : TrustLines.SetItem(at, line) };
    }

    public AccountEntry Without(CreditAsset asset) =>
        this with
        {
            TrustLines = TrustLines.RemoveAll(l => l.Asset == asset),
        };

    public DataEntry? FindData(ByteString name) => Data.FirstOrDefault(d => d.Name == name);

    public AccountEntry With(DataEntry entry)
    {
        var at = IndexOf(Data, d => d.Name == entry.Name);
        return this with { Data = at < 0 ? Data.Add(entry) : Data.SetItem(at, entry) };
    }

    public AccountEntry WithoutData(ByteString name) => this with { Data = Data.RemoveAll(d => d.Name == name) };

    public AccountSigner? FindSigner(SignerKey key) => Signers.FirstOrDefault(s => s.Key == key);

    public AccountEntry With(AccountSigner signer)
    {
        var at = IndexOf(Signers, s => s.Key == signer.Key);
        return this with { Signers = at < 0 ? Signers.Add(signer) : Signers.SetItem(at, signer) };
    }

    public AccountEntry WithoutSigner(SignerKey key) => this with { Signers = Signers.RemoveAll(s => s.Key == key) };

    private static int IndexOf<T>(ImmutableArray<T> items, Func<T, bool> match)
    {
        for (var i = 0; i < items.Length; i++)
        {
            if (match(items[i]))
            {
                return i;
            }
        }

        return -1;
    }
}

/// <summary>A balance of an issued asset. Amounts are stroops.</summary>
internal sealed record TrustLine(CreditAsset Asset, long Limit)
{
    public long Balance { get; init; }

    public TrustLineFlags Flags { get; init; }

    public AccountId? Sponsor { get; init; }

    public uint LastModifiedLedger { get; init; }

    public bool IsAuthorized => Flags.HasFlag(TrustLineFlags.Authorized);

    public bool MaintainsLiabilities => IsAuthorized || Flags.HasFlag(TrustLineFlags.AuthorizedToMaintainLiabilities);
}

/// <summary>A named value on an account.</summary>
internal sealed record DataEntry(ByteString Name, ByteString Value, AccountId? Sponsor);

/// <summary>A further signer of an account.</summary>
internal sealed record AccountSigner(SignerKey Key, uint Weight, AccountId? Sponsor);
