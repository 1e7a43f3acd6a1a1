using System.Collections.Immutable;

namespace Anchor.Stellar;

/// <summary>One step of a transaction. Amounts are stroops (10^-7).</summary>
public abstract record Operation
{
    private protected Operation() { }

    public abstract OperationType Type { get; }

    /// <summary>The account that acts; the transaction's source when null.</summary>
    public MuxedAccount? Source { get; init; }
}

/// <summary>Creates an account with a starting balance of lumens.</summary>
public sealed record CreateAccountOperation(AccountId Destination, long StartingBalance) : Operation
{
    public override OperationType Type => OperationType.CreateAccount;
}

/// <summary>Pays an asset.</summary>
public sealed record PaymentOperation(MuxedAccount Destination, Asset Asset, long Amount) : Operation
{
    public override OperationType Type => OperationType.Payment;
}

/// <summary>Delivers an exact amount, paying at most <paramref name="SendMax"/> of another asset.</summary>
public sealed record PathPaymentStrictReceiveOperation(
    Asset SendAsset,
    long SendMax,
    MuxedAccount Destination,
    Asset DestinationAsset,
    long DestinationAmount,
    ImmutableArray<Asset> Path
) : Operation
{
    public override OperationType Type => OperationType.PathPaymentStrictReceive;
}

/// <summary>Spends an exact amount, delivering at least <paramref name="DestinationMin"/> of another asset.</summary>
public sealed record PathPaymentStrictSendOperation(
    Asset SendAsset,
    long SendAmount,
    MuxedAccount Destination,
    Asset DestinationAsset,
    long DestinationMin,
    ImmutableArray<Asset> Path
) : Operation
{
    public override OperationType Type => OperationType.PathPaymentStrictSend;
}

/// <summary>Gives all lumens to another account and ends the source account.</summary>
public sealed record AccountMergeOperation(MuxedAccount Destination) : Operation
{
    public override OperationType Type => OperationType.AccountMerge;
}

/// <summary>Sets, or with no value removes, a data entry of at most 64 bytes under a name of at most 64.</summary>
public sealed record ManageDataOperation(ByteString Name, ByteString? Value) : Operation
{
    public override OperationType Type => OperationType.ManageData;
}

/// <summary>Raises the source account's sequence.</summary>
public sealed record BumpSequenceOperation(long BumpTo) : Operation
{
    public override OperationType Type => OperationType.BumpSequence;
}

/// <summary>The yearly inflation, which the network no longer pays.</summary>
public sealed record InflationOperation : Operation
{
    public override OperationType Type => OperationType.Inflation;
}
