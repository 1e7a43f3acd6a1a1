using System.Text.Json.Serialization;

namespace Anchor.Domain.Mosaic;

/// <summary>Which way value is carried: staked on the origin chain and minted on the auxiliary one, or redeemed there and unstaked here.</summary>
[GenerateSerializer]
[Alias("anchor.mosaic.transfer-kind")]
[JsonConverter(typeof(SnakeCaseEnumConverter<TransferKind>))]
public enum TransferKind
{
    Stake = 0,
    Redeem = 1,
}

/// <summary>The two chains as a request sees them. For a stake the source is the origin chain, for a redemption the auxiliary one.</summary>
[GenerateSerializer]
[Alias("anchor.mosaic.side")]
[JsonConverter(typeof(SnakeCaseEnumConverter<Side>))]
public enum Side
{
    /// <summary>Where the request was made and the intent is declared.</summary>
    Source = 0,

    /// <summary>Where the intent is confirmed and the value appears.</summary>
    Target = 1,
}
