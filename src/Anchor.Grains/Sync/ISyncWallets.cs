using System.Collections.Immutable;

namespace Anchor.Grains.Sync;

/// <summary>Derives the addresses of extended public keys.</summary>
public interface IAddressBook
{
    /// <summary>Whether it is an extended public key.</summary>
    bool IsKey(string xpub);

    /// <summary>The addresses of change 0 below an account's key, from a place on.</summary>
    ImmutableArray<string> Derive(string network, string xpub, int from, int count);
}

/// <summary>The wallets of a network: which addresses are theirs, and what these hold. All sums are made when they are asked for, so that they never disagree.</summary>
public interface ISyncWallets
{
    /// <summary>Registers a wallet, or finds the one that has this key.</summary>
    Task<SyncWallet> RegisterAsync(string network, string xpub, int maxGap, CancellationToken cancellationToken);

    /// <summary>A wallet with as many addresses as its gap asks for now; null if there is none.</summary>
    Task<SyncWallet?> FindAsync(string network, string id, CancellationToken cancellationToken);

    Task<ImmutableArray<WalletAddress>> AddressesAsync(string network, string id, int after, int limit);

    Task<ImmutableArray<WalletBalance>> BalancesAsync(string network, string id);

    /// <summary>The history, the newest first, those that fell among it.</summary>
    /// <param name="before">Where to go on; null from the newest.</param>
    Task<ImmutableArray<WalletHistory>> HistoryAsync(string network, string id, HistoryPlace? before, int limit);

    Task<ImmutableArray<WalletOutput>> OutputsAsync(
        string network,
        string id,
        string? token,
        OutputKey after,
        int limit
    );

    /// <summary>What changed after a commit, in its order.</summary>
    Task<ImmutableArray<WalletChange>> ChangesAsync(string network, string id, long afterSequence, int limit);

    Task<ImmutableArray<KnownToken>> TokensAsync(string network, string after, int limit);
}

/// <summary>A wallet.</summary>
/// <param name="Derived">How many addresses it has, from 0 on.</param>
public sealed record SyncWallet(
    string Network,
    string Id,
    string Xpub,
    int MaxGap,
    int Derived,
    DateTimeOffset CreatedAt
);

/// <summary>An address of a wallet.</summary>
public sealed record WalletAddress(int Index, string Address, long Transactions);

/// <summary>What a wallet holds of a token. Authorities are numbers of outputs.</summary>
public sealed record WalletBalance(
    string Token,
    string? Name,
    string? Symbol,
    long Unlocked,
    long Locked,
    long Mint,
    long LockedMint,
    long Melt,
    long LockedMelt,
    long Transactions
);

/// <summary>A place in a history.</summary>
public sealed record HistoryPlace(long Timestamp, string TxId, string Token);

/// <summary>What a transaction meant to a wallet in a token.</summary>
/// <param name="Height">Of the block that confirms it, or its own; null in the mempool.</param>
public sealed record WalletHistory(string TxId, string Token, long Amount, long Timestamp, long? Height, bool IsVoided);

/// <summary>An unspent output of a wallet.</summary>
public sealed record WalletOutput(
    OutputKey Key,
    string Address,
    string Token,
    long Value,
    int Authorities,
    long? Timelock,
    long? Heightlock,
    bool IsLocked
);

/// <summary>A transaction of a wallet that came, was confirmed or fell.</summary>
public sealed record WalletChange(long Sequence, string TxId, long? Height, bool IsVoided);

/// <summary>A token.</summary>
public sealed record KnownToken(string Token, string? Name, string? Symbol, long Transactions);
