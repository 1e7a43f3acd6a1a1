using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Anchor.Protocols.Tests;

/// <summary>Builds an operation from the plain words of a vector.</summary>
internal static class DescribedOperation
{
    internal static Operation Build(JsonElement op)
    {
        var operation = Body(op);
        return op.Find("source") is { } source
            ? operation with
            {
                Source = MuxedAccount.Parse(source.GetString()!),
            }
            : operation;
    }

    private static Operation Body(JsonElement op) =>
        op.Text("type") switch
        {
            "createAccount" => new CreateAccountOperation(Account(op, "destination"), Amount(op, "startingBalance")),
            "payment" => new PaymentOperation(Muxed(op, "destination"), AssetOf(op, "asset"), Amount(op, "amount")),
            "pathPaymentStrictReceive" => new PathPaymentStrictReceiveOperation(
                AssetOf(op, "sendAsset"),
                Amount(op, "sendMax"),
                Muxed(op, "destination"),
                AssetOf(op, "destAsset"),
                Amount(op, "destAmount"),
                Path(op)
            ),
            "pathPaymentStrictSend" => new PathPaymentStrictSendOperation(
                AssetOf(op, "sendAsset"),
                Amount(op, "sendAmount"),
                Muxed(op, "destination"),
                AssetOf(op, "destAsset"),
                Amount(op, "destMin"),
                Path(op)
            ),
            "setOptions" => SetOptions(op),
            "changeTrust" => new ChangeTrustOperation(AssetOf(op, "asset"), Amount(op, "limit")),
            "allowTrust" => new AllowTrustOperation(
                Account(op, "trustor"),
                op.Text("assetCode"),
                (TrustLineFlags)op.GetProperty("authorize").GetInt32()
            ),
            "setTrustLineFlags" => new SetTrustLineFlagsOperation(
                Account(op, "trustor"),
                AssetOf(op, "asset"),
                Flags(op.GetProperty("flags"), false),
                Flags(op.GetProperty("flags"), true)
            ),
            "accountMerge" => new AccountMergeOperation(Muxed(op, "destination")),
            "manageData" => new ManageDataOperation(
                ByteString.FromUtf8(op.Text("name")),
                op.Find("valueBase64") is { } value ? new ByteString(value.GetBytesFromBase64()) : null
            ),
            "bumpSequence" => new BumpSequenceOperation(Int64(op, "bumpTo")),
            "createClaimableBalance" => new CreateClaimableBalanceOperation(
                AssetOf(op, "asset"),
                Amount(op, "amount"),
                [
                    .. op.GetProperty("claimants")
                        .EnumerateArray()
                        .Select(c => new Claimant(Account(c, "destination"), Predicate(c.GetProperty("predicate")))),
                ]
            ),
            "claimClaimableBalance" => new ClaimClaimableBalanceOperation(Balance(op)),
            "clawbackClaimableBalance" => new ClawbackClaimableBalanceOperation(Balance(op)),
            "beginSponsoringFutureReserves" => new BeginSponsoringOperation(Account(op, "sponsoredId")),
            "endSponsoringFutureReserves" => new EndSponsoringOperation(),
            "revokeAccountSponsorship" => new RevokeSponsorshipOperation(new SponsoredAccount(Account(op, "account"))),
            "revokeTrustlineSponsorship" => new RevokeSponsorshipOperation(
                new SponsoredTrustLine(Account(op, "account"), AssetOf(op, "asset"))
            ),
            "clawback" => new ClawbackOperation(AssetOf(op, "asset"), Muxed(op, "from"), Amount(op, "amount")),
            "manageSellOffer" => new ManageSellOfferOperation(
                AssetOf(op, "selling"),
                AssetOf(op, "buying"),
                Amount(op, "amount"),
                PriceOf(op),
                Int64(op, "offerId")
            ),
            "manageBuyOffer" => new ManageBuyOfferOperation(
                AssetOf(op, "selling"),
                AssetOf(op, "buying"),
                Amount(op, "buyAmount"),
                PriceOf(op),
                Int64(op, "offerId")
            ),
            "liquidityPoolWithdraw" => new LiquidityPoolWithdrawOperation(
                Hash256.FromHex(op.Text("liquidityPoolId")),
                Amount(op, "amount"),
                Amount(op, "minAmountA"),
                Amount(op, "minAmountB")
            ),
            "inflation" => new InflationOperation(),
            var other => throw new InvalidDataException(other),
        };

    private static SetOptionsOperation SetOptions(JsonElement op) =>
        new()
        {
            InflationDestination = op.Find("inflationDest") is { } d ? AccountId.Parse(d.GetString()!) : null,
            ClearFlags = (AccountFlags?)op.Find("clearFlags")?.GetInt32(),
            SetFlags = (AccountFlags?)op.Find("setFlags")?.GetInt32(),
            MasterWeight = op.Find("masterWeight")?.GetUInt32(),
            LowThreshold = op.Find("lowThreshold")?.GetUInt32(),
            MediumThreshold = op.Find("medThreshold")?.GetUInt32(),
            HighThreshold = op.Find("highThreshold")?.GetUInt32(),
            HomeDomain = op.Find("homeDomain") is { } domain ? ByteString.FromUtf8(domain.GetString()!) : null,
            Signer = op.Find("signer") is { } signer
                ? new Signer(SignerKey.Parse(signer.Text("key")), signer.GetProperty("weight").GetUInt32())
                : null,
        };

    private static ClaimPredicate Predicate(JsonElement predicate)
    {
        var arm = predicate.EnumerateObject().Single();
        return arm.Name switch
        {
            "unconditional" => ClaimPredicate.Always,
            "and" => new ClaimAnd(Predicate(arm.Value[0]), Predicate(arm.Value[1])),
            "or" => new ClaimOr(Predicate(arm.Value[0]), Predicate(arm.Value[1])),
            "not" => new ClaimNot(Predicate(arm.Value)),
            "beforeAbsoluteTime" => new ClaimBeforeAbsoluteTime(Int64(predicate, arm.Name)),
            "beforeRelativeTime" => new ClaimBeforeRelativeTime(Int64(predicate, arm.Name)),
            var other => throw new InvalidDataException(other),
        };
    }

    private static TrustLineFlags Flags(JsonElement flags, bool wanted)
    {
        var result = TrustLineFlags.None;
        foreach (var flag in flags.EnumerateObject().Where(f => f.Value.GetBoolean() == wanted))
        {
            result |= Enum.Parse<TrustLineFlags>(flag.Name, ignoreCase: true);
        }

        return result;
    }

    private static AccountId Account(JsonElement op, string property) => AccountId.Parse(op.Text(property));

    private static MuxedAccount Muxed(JsonElement op, string property) => MuxedAccount.Parse(op.Text(property));

    private static Asset AssetOf(JsonElement op, string property) => Asset.Parse(op.Text(property));

    private static long Amount(JsonElement op, string property) => Stroops.Parse(op.Text(property));

    private static ClaimableBalanceId Balance(JsonElement op) => ClaimableBalanceId.Parse(op.Text("balanceId"));

    private static long Int64(JsonElement op, string property) =>
        long.Parse(op.GetProperty(property).ToString(), CultureInfo.InvariantCulture);

    private static Price PriceOf(JsonElement op) =>
        new(op.GetProperty("price").GetProperty("n").GetInt32(), op.GetProperty("price").GetProperty("d").GetInt32());

    private static ImmutableArray<Asset> Path(JsonElement op) =>
        [.. op.GetProperty("path").EnumerateArray().Select(a => Asset.Parse(a.GetString()!))];
}
