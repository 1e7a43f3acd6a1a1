namespace Anchor.Stellar.Horizon;

/// <summary>Horizon's words for the result codes of the protocol. They differ from the XDR names in places.</summary>
internal static class ResultWords
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

    private static readonly string[] Footprint =
    [
        "op_malformed",
        "resource_limit_exceeded",
        "insufficient_refundable_fee",
    ];

    /// <summary>By operation, the words of the codes -1, -2 and so on.</summary>
    private static readonly Dictionary<OperationType, string[]> Operations = new()
    {
        [OperationType.CreateAccount] = ["op_malformed", "op_underfunded", "op_low_reserve", "op_already_exists"],
        [OperationType.Payment] = Payment,
        [OperationType.PathPaymentStrictReceive] =
        [
            .. Payment,
            "op_too_few_offers",
            "op_cross_self",
            "op_over_source_max",
        ],
        [OperationType.PathPaymentStrictSend] = [.. Payment, "op_too_few_offers", "op_cross_self", "op_under_dest_min"],
        [OperationType.ManageSellOffer] = Offer,
        [OperationType.ManageBuyOffer] = Offer,
        [OperationType.CreatePassiveSellOffer] = Offer,
        [OperationType.SetOptions] =
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
        ],
        [OperationType.ChangeTrust] =
        [
            "op_malformed",
            "op_no_issuer",
            "op_invalid_limit",
            "op_low_reserve",
            "op_self_not_allowed",
            "op_trust_line_missing",
            "op_cannot_delete",
            "op_not_aut_maintain_liabilities",
        ],
        [OperationType.AllowTrust] =
        [
            "op_malformed",
            "op_no_trust",
            "op_not_required",
            "op_cant_revoke",
            "op_self_not_allowed",
            "op_low_reserve",
        ],
        [OperationType.AccountMerge] =
        [
            "op_malformed",
            "op_no_account",
            "op_immutable_set",
            "op_has_sub_entries",
            "op_seq_num_too_far",
            "op_dest_full",
            "op_is_sponsor",
        ],
        [OperationType.Inflation] = ["op_not_time"],
        [OperationType.ManageData] =
        [
            "op_not_supported_yet",
            "op_data_name_not_found",
            "op_low_reserve",
            "op_data_invalid_name",
        ],
        [OperationType.BumpSequence] = ["op_bad_seq"],
        [OperationType.CreateClaimableBalance] =
        [
            "op_malformed",
            "op_low_reserve",
            "op_no_trust",
            "op_not_authorized",
            "op_underfunded",
        ],
        [OperationType.ClaimClaimableBalance] =
        [
            "op_does_not_exist",
            "op_cannot_claim",
            "op_line_full",
            "op_no_trust",
            "op_not_authorized",
            "op_trustline_frozen",
        ],
        [OperationType.BeginSponsoringFutureReserves] = ["op_malformed", "op_already_sponsored", "op_recursive"],
        [OperationType.EndSponsoringFutureReserves] = ["op_not_sponsored"],
        [OperationType.RevokeSponsorship] =
        [
            "op_does_not_exist",
            "op_not_sponsor",
            "op_low_reserve",
            "op_only_transferable",
            "op_malformed",
        ],
        [OperationType.Clawback] = ["op_malformed", "op_not_clawback_enabled", "op_no_trust", "op_underfunded"],
        [OperationType.ClawbackClaimableBalance] = ["op_does_not_exist", "op_no_issuer", "op_not_clawback_enabled"],
        [OperationType.SetTrustLineFlags] =
        [
            "op_malformed",
            "op_no_trust",
            "op_cant_revoke",
            "op_invalid_state",
            "op_low_reserve",
        ],
        [OperationType.LiquidityPoolDeposit] =
        [
            "op_malformed",
            "op_no_trust",
            "op_not_authorized",
            "op_underfunded",
            "op_line_full",
            "op_bad_price",
            "op_pool_full",
            "op_trustline_frozen",
        ],
        [OperationType.LiquidityPoolWithdraw] =
        [
            "op_malformed",
            "op_no_trust",
            "op_underfunded",
            "op_line_full",
            "op_under_minimum",
            "op_trustline_frozen",
        ],
        [OperationType.InvokeHostFunction] =
        [
            "op_malformed",
            "function_trapped",
            "resource_limit_exceeded",
            "entry_archived",
            "insufficient_refundable_fee",
        ],
        [OperationType.ExtendFootprintTtl] = Footprint,
        [OperationType.RestoreFootprint] = Footprint,
    };

    public static string Of(TransactionResultCode code) =>
        code switch
        {
            TransactionResultCode.FeeBumpInnerSuccess => "tx_fee_bump_inner_success",
            TransactionResultCode.Success => "tx_success",
            TransactionResultCode.Failed => "tx_failed",
            TransactionResultCode.TooEarly => "tx_too_early",
            TransactionResultCode.TooLate => "tx_too_late",
            TransactionResultCode.MissingOperation => "tx_missing_operation",
            TransactionResultCode.BadSequence => "tx_bad_seq",
            TransactionResultCode.BadAuth => "tx_bad_auth",
            TransactionResultCode.InsufficientBalance => "tx_insufficient_balance",
            TransactionResultCode.NoAccount => "tx_no_source_account",
            TransactionResultCode.InsufficientFee => "tx_insufficient_fee",
            TransactionResultCode.BadAuthExtra => "tx_bad_auth_extra",
            TransactionResultCode.InternalError => "tx_internal_error",
            TransactionResultCode.NotSupported => "tx_not_supported",
            TransactionResultCode.FeeBumpInnerFailed => "tx_fee_bump_inner_failed",
            TransactionResultCode.BadSponsorship => "tx_bad_sponsorship",
            TransactionResultCode.BadMinSequenceAgeOrGap => "tx_bad_minseq_age_or_gap",
            TransactionResultCode.Malformed => "tx_malformed",
            TransactionResultCode.SorobanInvalid => "tx_soroban_invalid",
            TransactionResultCode.FrozenKeyAccessed => "tx_frozen_key_accessed",
            _ => $"tx_unknown_{(int)code}",
        };

    public static string Of(OperationResult result) =>
        result.Code switch
        {
            OperationResultCode.Inner => OfInner(result.Type, result.InnerCode),
            OperationResultCode.BadAuth => "op_bad_auth",
            OperationResultCode.NoAccount => "op_no_source_account",
            OperationResultCode.NotSupported => "op_not_supported",
            OperationResultCode.TooManySubentries => "op_too_many_subentries",
            OperationResultCode.ExceededWorkLimit => "op_exceeded_work_limit",
            OperationResultCode.TooManySponsoring => "op_too_many_sponsoring",
            _ => $"op_unknown_{(int)result.Code}",
        };

    private static string OfInner(OperationType type, int code) =>
        code == 0 ? "op_success"
        : code < 0 && Operations.TryGetValue(type, out var words) && code >= -words.Length ? words[-code - 1]
        : $"op_unknown_{code}";
}
