using Anchor.Stellar;

namespace Anchor.Sandbox.Apply;

/// <summary>Sends each operation to the rules of its kind.</summary>
internal static class OperationApplier
{
    public static OperationResult Apply(OperationContext context, Operation operation)
    {
        if (context.Changes.FindAccount(context.Source) is null)
        {
            return OperationResult.NotTried(OperationResultCode.NoAccount);
        }

        return operation switch
        {
            PaymentOperation o => PaymentOperations.Apply(context, o),
            CreateAccountOperation o => PaymentOperations.Apply(context, o),
            PathPaymentStrictReceiveOperation o => PaymentOperations.Apply(context, o),
            PathPaymentStrictSendOperation o => PaymentOperations.Apply(context, o),
            AccountMergeOperation o => PaymentOperations.Apply(context, o),
            SetOptionsOperation o => AccountOperations.Apply(context, o),
            ManageDataOperation o => AccountOperations.Apply(context, o),
            BumpSequenceOperation o => AccountOperations.Apply(context, o),
            ChangeTrustOperation o => TrustOperations.Apply(context, o),
            AllowTrustOperation o => TrustOperations.Apply(context, o),
            SetTrustLineFlagsOperation o => TrustOperations.Apply(context, o),
            ClawbackOperation o => TrustOperations.Apply(context, o),
            CreateClaimableBalanceOperation o => BalanceOperations.Apply(context, o),
            ClaimClaimableBalanceOperation o => BalanceOperations.Apply(context, o),
            ClawbackClaimableBalanceOperation o => BalanceOperations.Apply(context, o),
            BeginSponsoringOperation o => SponsorshipOperations.Apply(context, o),
            EndSponsoringOperation o => SponsorshipOperations.Apply(context, o),
            RevokeSponsorshipOperation o => SponsorshipOperations.Apply(context, o),
            _ => OperationResult.NotTried(OperationResultCode.NotSupported),
        };
    }
}
