using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Anchor.Grains.Sync;

namespace Anchor.Api.Wallets;

/// <summary>What registers a wallet.</summary>
/// <param name="Xpub">The public key of its account (m/44'/280'/0').</param>
/// <param name="MaxGap">How many unused addresses it looks ahead; null as the server is configured.</param>
internal sealed record WalletOrder(string? Xpub, int? MaxGap);

/// <summary>A wallet.</summary>
/// <param name="Token">Opens it; told when it is registered and to operators.</param>
/// <param name="Height">Up to which its network is known.</param>
internal sealed record WalletAnswer(
    string Network,
    string Id,
    string Status,
    string? Token,
    int MaxGap,
    int Addresses,
    long? Height,
    long Sequence
);

/// <summary>A page of something; <paramref name="Next"/> is what to ask for the next one with, null at the end.</summary>
internal sealed record WalletPage<T>(ImmutableArray<T> Items, string? Next);

internal sealed record AddressAnswer(int Index, string Address, long Transactions);

/// <summary>Amounts are text: the token's smallest units.</summary>
internal sealed record BalanceAnswer(
    string Token,
    string? Name,
    string? Symbol,
    string Unlocked,
    string Locked,
    AuthorityAnswer Authorities,
    AuthorityAnswer LockedAuthorities,
    long Transactions
)
{
    public static BalanceAnswer Of(WalletBalance balance) =>
        new(
            balance.Token,
            balance.Name,
            balance.Symbol,
            Units(balance.Unlocked),
            Units(balance.Locked),
            new(balance.Mint > 0, balance.Melt > 0),
            new(balance.LockedMint > 0, balance.LockedMelt > 0),
            balance.Transactions
        );

    public static string Units(long amount) => amount.ToString(CultureInfo.InvariantCulture);
}

internal sealed record AuthorityAnswer(bool Mint, bool Melt);

internal sealed record HistoryAnswer(
    string TxId,
    string Token,
    string Amount,
    long Timestamp,
    long? Height,
    bool Voided
);

internal sealed record OutputAnswer(
    string TxId,
    int Index,
    string Address,
    string Token,
    string Value,
    int Authorities,
    long? Timelock,
    long? Heightlock,
    bool Locked
);

internal sealed record TokenAnswer(string Token, string? Name, string? Symbol, long Transactions);

internal sealed record ChangeAnswer(long Sequence, string TxId, long? Height, bool Voided);

internal sealed record WalletError(string Error);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(WalletOrder))]
[JsonSerializable(typeof(WalletAnswer))]
[JsonSerializable(typeof(WalletPage<AddressAnswer>), TypeInfoPropertyName = "Addresses")]
[JsonSerializable(typeof(WalletPage<BalanceAnswer>), TypeInfoPropertyName = "Balances")]
[JsonSerializable(typeof(WalletPage<HistoryAnswer>), TypeInfoPropertyName = "History")]
[JsonSerializable(typeof(WalletPage<OutputAnswer>), TypeInfoPropertyName = "Outputs")]
[JsonSerializable(typeof(WalletPage<TokenAnswer>), TypeInfoPropertyName = "Tokens")]
[JsonSerializable(typeof(ChangeAnswer))]
[JsonSerializable(typeof(WalletError))]
internal sealed partial class WalletJson : JsonSerializerContext;
