using System.Collections.Immutable;
using Anchor.Domain;
using Anchor.Domain.Assets;
using Anchor.Domain.Payouts;
using Anchor.Stellar;

namespace Anchor.Ledgers.Payouts;

/// <summary>Turns an order into a transaction of the Stellar network. Pure: no clock, no network.</summary>
internal static class PayoutBuilder
{
    /// <summary>False if the order cannot be a transaction at all, such as for a destination that is no address.</summary>
    public static bool TryBuild(
        PayoutOrder order,
        AccountId channel,
        long sequence,
        uint feePerOperation,
        DateTimeOffset maxTime,
        out Transaction? transaction,
        out string? fault
    )
    {
        transaction = null;
        fault = null;
        var distribution = AccountId.Parse(order.Account);
        if (!MuxedAccount.TryParse(order.Destination, out var destination))
        {
            fault = "The destination is no Stellar address.";
            return false;
        }

        if (!TryReadMemo(order.Memo, out var memo))
        {
            fault = "The memo cannot be carried by a transaction.";
            return false;
        }

        MuxedAccount? source = channel == distribution ? null : distribution;
        var operations = OperationsOf(order, destination)
            .Select(operation => operation with { Source = source })
            .ToImmutableArray();
        transaction = new Transaction
        {
            Source = channel,
            Sequence = sequence,
            Fee = checked(feePerOperation * (uint)operations.Length),
            Preconditions = Preconditions.Until(maxTime),
            Memo = memo,
            Operations = operations,
        };
        return true;
    }

    /// <summary>The id of the claimable balance that the transaction makes, or null.</summary>
    public static string? ClaimableBalanceIdOf(PayoutOrder order, AccountId channel, long sequence) =>
        order.Kind == PayoutKind.ClaimableBalance ? ClaimableBalanceId.Derive(channel, sequence, 0).ToString() : null;

    public static Asset AssetOf(AssetId asset) =>
        asset.IsNative ? Asset.Native : Asset.Credit(asset.Code, AccountId.Parse(asset.Issuer!));

    private static IEnumerable<Operation> OperationsOf(PayoutOrder order, MuxedAccount destination)
    {
        var stroops = order.Amount.Stroops;
        return order.Kind switch
        {
            PayoutKind.Payment => [new PaymentOperation(destination, AssetOf(order.Asset), stroops)],
            PayoutKind.CreateAccount => [new CreateAccountOperation(destination.Account, stroops)],
            PayoutKind.ClaimableBalance =>
            [
                new CreateClaimableBalanceOperation(
                    AssetOf(order.Asset),
                    stroops,
                    [new Claimant(destination.Account, ClaimPredicate.Always)]
                ),
            ],
            PayoutKind.OpenChannels => order.Channels.Select(account => new CreateAccountOperation(
                AccountId.Parse(account),
                stroops
            )),
            _ => throw new InvalidOperationException($"No operation for {order.Kind}."),
        };
    }

    private static bool TryReadMemo(MemoText? text, out Memo memo)
    {
        memo = Memo.None;
        switch (text?.Kind ?? MemoKind.None)
        {
            case MemoKind.None:
                return true;
            case MemoKind.Text when System.Text.Encoding.UTF8.GetByteCount(text!.Value) <= TextMemo.MaxBytes:
                memo = Memo.Text(text.Value);
                return true;
            case MemoKind.Id when ulong.TryParse(text!.Value, out var id):
                memo = Memo.Id(id);
                return true;
            case MemoKind.Hash or MemoKind.Return when TryReadHash(text!.Value, out var hash):
                memo = text.Kind == MemoKind.Hash ? Memo.Hash(hash) : Memo.Return(hash);
                return true;
            default:
                return false;
        }
    }

    private static bool TryReadHash(string base64, out Hash256 hash)
    {
        Span<byte> bytes = stackalloc byte[64];
        var read = Convert.TryFromBase64String(base64, bytes, out var length) && length == Hash256.Size;
        hash = read ? new Hash256(bytes[..Hash256.Size]) : default;
        return read;
    }
}
