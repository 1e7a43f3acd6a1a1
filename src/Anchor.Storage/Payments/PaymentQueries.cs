using System.Collections.Immutable;
using Anchor.Domain.Payments;

namespace Anchor.Storage.Payments;

/// <summary>Reads of incoming payments for the operator.</summary>
public sealed class PaymentQueries(IDatabase database)
{
    internal const string Held = """
        SELECT version, schema_version, json FROM payments
        WHERE is_held = 1 AND order_key < $1 ORDER BY order_key DESC LIMIT $2
        """;

    /// <summary>After every order key, whose first character is a digit or an r.</summary>
    private const string AfterAll = "~";

    /// <summary>The payment under this operation id, or null.</summary>
    public ValueTask<IncomingPayment?> FindAsync(string id) =>
        database.FirstAsync(PaymentRows.Map.Select, row => PaymentRows.Map.Read(row).State, id);

    /// <summary>Payments that nobody could be credited with (surplus, unmatched), newest first, older than <paramref name="before"/>.</summary>
    public ValueTask<ImmutableArray<IncomingPayment>> HeldAsync(string? before, int limit) =>
        database.ListAsync(
            Held,
            row => PaymentRows.Map.Read(row).State,
            before is null ? AfterAll : PaymentRows.OrderKey(before),
            limit
        );
}
