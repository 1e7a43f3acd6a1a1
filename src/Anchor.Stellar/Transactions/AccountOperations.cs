namespace Anchor.Stellar;

/// <summary>Flags that an issuer sets on its own account.</summary>
[Flags]
public enum AccountFlags
{
    None = 0,
    AuthorizationRequired = 1,
    AuthorizationRevocable = 2,
    AuthorizationImmutable = 4,
    ClawbackEnabled = 8,
}

/// <summary>Flags that an issuer sets on a trust line to it.</summary>
[Flags]
public enum TrustLineFlags
{
    None = 0,
    Authorized = 1,
    AuthorizedToMaintainLiabilities = 2,
    ClawbackEnabled = 4,
}

/// <summary>A signer and its weight; weight 0 removes it.</summary>
public sealed record Signer(SignerKey Key, uint Weight);

/// <summary>Changes what is given and leaves what is null.</summary>
public sealed record SetOptionsOperation : Operation
{
    public override OperationType Type => OperationType.SetOptions;

    public AccountId? InflationDestination { get; init; }

    public AccountFlags? ClearFlags { get; init; }

    public AccountFlags? SetFlags { get; init; }

    public uint? MasterWeight { get; init; }

    public uint? LowThreshold { get; init; }

    public uint? MediumThreshold { get; init; }

    public uint? HighThreshold { get; init; }

    /// <summary>At most 32 bytes.</summary>
    public ByteString? HomeDomain { get; init; }

    public Signer? Signer { get; init; }
}

/// <summary>Opens, resizes or (limit 0) closes a trust line. The asset is a credit asset or pool parameters.</summary>
public sealed record ChangeTrustOperation(Asset Line, long Limit = long.MaxValue) : Operation
{
    public override OperationType Type => OperationType.ChangeTrust;
}

/// <summary>The older way to authorise a trust line to the source account's asset.</summary>
public sealed record AllowTrustOperation(AccountId Trustor, string AssetCode, TrustLineFlags Authorize) : Operation
{
    public override OperationType Type => OperationType.AllowTrust;
}

/// <summary>Sets and clears flags of a trust line to the source account's asset.</summary>
public sealed record SetTrustLineFlagsOperation(
    AccountId Trustor,
    Asset Asset,
    TrustLineFlags ClearFlags,
    TrustLineFlags SetFlags
) : Operation
{
    public override OperationType Type => OperationType.SetTrustLineFlags;
}

/// <summary>Takes back an asset that the source account issued.</summary>
public sealed record ClawbackOperation(Asset Asset, MuxedAccount From, long Amount) : Operation
{
    public override OperationType Type => OperationType.Clawback;
}

/// <summary>From here to the matching end, the source account pays the reserves of <paramref name="Sponsored"/>.</summary>
public sealed record BeginSponsoringOperation(AccountId Sponsored) : Operation
{
    public override OperationType Type => OperationType.BeginSponsoringFutureReserves;
}

/// <summary>Ends the sponsoring; its source is the sponsored account.</summary>
public sealed record EndSponsoringOperation : Operation
{
    public override OperationType Type => OperationType.EndSponsoringFutureReserves;
}

/// <summary>Gives up paying for a ledger entry or signer.</summary>
public sealed record RevokeSponsorshipOperation(SponsoredEntry Entry) : Operation
{
    public override OperationType Type => OperationType.RevokeSponsorship;
}

/// <summary>What a sponsorship can be revoked for.</summary>
public abstract record SponsoredEntry
{
    private protected SponsoredEntry() { }
}

/// <summary>An account's base reserve.</summary>
public sealed record SponsoredAccount(AccountId Account) : SponsoredEntry;

/// <summary>A trust line; the asset may be a pool share.</summary>
public sealed record SponsoredTrustLine(AccountId Account, Asset Asset) : SponsoredEntry;

/// <summary>An offer on the order book.</summary>
public sealed record SponsoredOffer(AccountId Seller, long OfferId) : SponsoredEntry;

/// <summary>A data entry.</summary>
public sealed record SponsoredData(AccountId Account, ByteString Name) : SponsoredEntry;

/// <summary>A claimable balance.</summary>
public sealed record SponsoredClaimableBalance(ClaimableBalanceId BalanceId) : SponsoredEntry;

/// <summary>A signer of an account.</summary>
public sealed record SponsoredSigner(AccountId Account, SignerKey Key) : SponsoredEntry;

/// <summary>A ledger key that cannot be sponsored or that belongs to contracts, kept as it was written.</summary>
public sealed record SponsoredOther(ByteString LedgerKey) : SponsoredEntry;
