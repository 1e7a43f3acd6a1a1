using Anchor.Stellar;

namespace Anchor.Sandbox.History;

/// <summary>Which accounts find an operation in their own history.</summary>
internal static class Participants
{
    public static IEnumerable<AccountId> Of(OperationRecord record) =>
        Others(record.Operation).Prepend(record.Transaction.Frame.SourceOf(record.Operation)).Distinct();

    public static IEnumerable<AccountId> Of(TransactionRecord record) =>
        record.Operations.SelectMany(Of).Prepend(record.Frame.FeeSource).Prepend(record.Frame.Source).Distinct();

    private static IEnumerable<AccountId> Others(Operation operation) =>
        operation switch
        {
            PaymentOperation o => [o.Destination.Account],
            CreateAccountOperation o => [o.Destination],
            PathPaymentStrictReceiveOperation o => [o.Destination.Account],
            PathPaymentStrictSendOperation o => [o.Destination.Account],
            AccountMergeOperation o => [o.Destination.Account],
            AllowTrustOperation o => [o.Trustor],
            SetTrustLineFlagsOperation o => [o.Trustor],
            ClawbackOperation o => [o.From.Account],
            BeginSponsoringOperation o => [o.Sponsored],
            CreateClaimableBalanceOperation o => o.Claimants.Select(c => c.Destination),
            _ => [],
        };
}
