namespace Anchor.Stellar;

/// <summary>Horizon's word for each failure of each operation; the first stands for code -1, the next for -2. Its own spellings are kept.</summary>
internal static class OperationTexts
{
    private static readonly string[] Payment =
    [
        "op_malformed",
        "op_underfunded",
        "op_src_no_trust",
        "op_src_not_authorized",
        "op_no_destination",
        "op_no_trust",
        "op_not_authorized",
        "op_line_full",
        "op_no_issuer",
    ];

    private static readonly string[] StrictReceive =
    [
        .. Payment,
        "op_too_few_offers",
        "op_cross_self",
        "op_over_source_max",
    ];

    private static readonly string[] StrictSend =
    [
        .. Payment,
        "op_too_few_offers",
        "op_cross_self",
        "op_under_dest_min",
    ];

    private static readonly string[] Offer =
    [
        "op_malformed",
        "op_sell_no_trust",
        "op_buy_no_trust",
        "sell_not_authorized",
        "buy_not_authorized",
        "op_line_full",
        "op_underfunded",
        "op_cross_self",
        "op_sell_no_issuer",
        "buy_no_issuer",
        "op_offer_not_found",
        "op_low_reserve",
    ];

    private static readonly string[] CreateAccount =
    [
        "op_malformed",
        "op_underfunded",
        "op_low_reserve",
        "op_already_exists",
    ];

    private static readonly string[] SetOptions =
    [
        "op_low_reserve",
        "op_too_many_signers",
        "op_bad_flags",
        "op_invalid_inflation",
        "op_cant_change",
        "op_unknown_flag",
        "op_threshold_out_of_range",
        "op_bad_signer",
        "op_invalid_home_domain",
        "op_auth_revocable_required",
    ];

    private static readonly string[] ChangeTrust =
    [
        "op_malformed",
        "op_no_issuer",
        "op_invalid_limit",
        "op_low_reserve",
        "op_self_not_allowed",
        "op_trust_line_missing",
        "op_cannot_delete",
        "op_not_aut_maintain_liabilities",
    ];

    private static readonly string[] AllowTrust =
    [
        "op_malformed",
        "op_no_trust",
        "op_not_required",
        "op_cant_revoke",
        "op_self_not_allowed",
        "op_low_reserve",
    ];

    private static readonly string[] AccountMerge =
    [
        "op_malformed",
        "op_no_account",
        "op_immutable_set",
        "op_has_sub_entries",
        "op_seq_num_too_far",
        "op_dest_full",
        "op_is_sponsor",
    ];

    private static readonly string[] ManageData =
    [
        "op_not_supported_yet",
        "op_data_name_not_found",
        "op_low_reserve",
        "op_data_invalid_name",
    ];

    private static readonly string[] CreateClaimableBalance =
    [
        "op_malformed",
        "op_low_reserve",
        "op_no_trust",
        "op_not_authorized",
        "op_underfunded",
    ];

    private static readonly string[] ClaimClaimableBalance =
    [
        "op_does_not_exist",
        "op_cannot_claim",
        "op_line_full",
        "op_no_trust",
        "op_not_authorized",
    ];

    private static readonly string[] RevokeSponsorship =
    [
        "op_does_not_exist",
        "op_not_sponsor",
        "op_low_reserve",
        "op_only_transferable",
        "op_malformed",
    ];

    private static readonly string[] SetTrustLineFlags =
    [
        "op_malformed",
        "op_no_trust",
        "op_cant_revoke",
        "op_invalid_state",
        "op_low_reserve",
    ];

    private static readonly string[] PoolDeposit =
    [
        "op_malformed",
        "op_no_trust",
        "op_not_authorized",
        "op_underfunded",
        "op_line_full",
        "op_bad_price",
        "op_pool_full",
    ];

    private static readonly string[] PoolWithdraw =
    [
        "op_malformed",
        "op_no_trust",
        "op_underfunded",
        "op_line_full",
        "op_under_minimum",
    ];

    private static readonly string[] HostFunction =
    [
        "op_malformed",
        "function_trapped",
        "resource_limit_exceeded",
        "entry_archived",
        "insufficient_refundable_fee",
    ];

    private static readonly string[] Inflation = ["op_not_time"];
    private static readonly string[] BumpSequence = ["op_bad_seq"];
    private static readonly string[] BeginSponsoring = ["op_malformed", "op_already_sponsored", "op_recursive"];
    private static readonly string[] EndSponsoring = ["op_not_sponsored"];
    private static readonly string[] Clawback =
    [
        "op_malformed",
        "op_not_clawback_enabled",
        "op_no_trust",
        "op_underfunded",
    ];
    private static readonly string[] ClawbackBalance = ["op_does_not_exist", "op_no_issuer", "op_not_clawback_enabled"];
    private static readonly string[] Footprint =
    [
        "op_malformed",
        "resource_limit_exceeded",
        "insufficient_refundable_fee",
    ];

    internal static ReadOnlySpan<string> Failures(OperationType type) =>
        type switch
        {
            OperationType.CreateAccount => CreateAccount,
            OperationType.Payment => Payment,
            OperationType.PathPaymentStrictReceive => StrictReceive,
            OperationType.PathPaymentStrictSend => StrictSend,
            OperationType.ManageSellOffer or OperationType.ManageBuyOffer or OperationType.CreatePassiveSellOffer =>
                Offer,
            OperationType.SetOptions => SetOptions,
            OperationType.ChangeTrust => ChangeTrust,
            OperationType.AllowTrust => AllowTrust,
            OperationType.AccountMerge => AccountMerge,
            OperationType.Inflation => Inflation,
            OperationType.ManageData => ManageData,
            OperationType.BumpSequence => BumpSequence,
            OperationType.CreateClaimableBalance => CreateClaimableBalance,
            OperationType.ClaimClaimableBalance => ClaimClaimableBalance,
            OperationType.BeginSponsoringFutureReserves => BeginSponsoring,
            OperationType.EndSponsoringFutureReserves => EndSponsoring,
            OperationType.RevokeSponsorship => RevokeSponsorship,
            OperationType.Clawback => Clawback,
            OperationType.ClawbackClaimableBalance => ClawbackBalance,
            OperationType.SetTrustLineFlags => SetTrustLineFlags,
            OperationType.LiquidityPoolDeposit => PoolDeposit,
            OperationType.LiquidityPoolWithdraw => PoolWithdraw,
            OperationType.InvokeHostFunction => HostFunction,
            OperationType.ExtendFootprintTtl or OperationType.RestoreFootprint => Footprint,
            _ => [],
        };
}
