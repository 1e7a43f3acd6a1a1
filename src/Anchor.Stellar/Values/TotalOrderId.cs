using System.Globalization;
using System.Runtime.InteropServices;

namespace Anchor.Stellar;

/// <summary>The place of something in the ledger's history (SEP-35): Horizon's ids and paging tokens.</summary>
/// <param name="Ledger">Ledger sequence.</param>
/// <param name="Transaction">Order within the ledger, from 1; 20 bits.</param>
/// <param name="Operation">Order within the transaction, from 1, or 0 for the transaction itself; 12 bits.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TotalOrderId(int Ledger, int Transaction, int Operation)
{
    private const int TransactionBits = 20;
    private const int OperationBits = 12;

    public static TotalOrderId FromInt64(long id) =>
        id >= 0
            ? new(
                (int)(id >> (TransactionBits + OperationBits)),
                (int)(id >> OperationBits) & ((1 << TransactionBits) - 1),
                (int)id & ((1 << OperationBits) - 1)
            )
            : throw new ArgumentOutOfRangeException(nameof(id), id, "Ids are not negative.");

    public long ToInt64() =>
        Ledger >= 0 && Transaction >>> TransactionBits == 0 && Operation >>> OperationBits == 0
            ? ((long)Ledger << (TransactionBits + OperationBits))
                | ((long)Transaction << OperationBits)
                | (long)Operation
            : throw new InvalidOperationException("A part is out of range.");

    public override string ToString() => ToInt64().ToString(CultureInfo.InvariantCulture);
}
