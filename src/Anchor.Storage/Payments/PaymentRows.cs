using Anchor.Domain;
using Anchor.Domain.Payments;
using Anchor.Storage.States;

namespace Anchor.Storage.Payments;

/// <summary>The rows of incoming payments: inserted with the page they came in, then the grains' state.</summary>
internal static class PaymentRows
{
    public static readonly RowMap<IncomingPayment> Map = new(
        "payment",
        "payments",
        "id",
        StoredJson.SchemaVersion,
        StoredJson.Default.IncomingPayment,
        new("status", state => SnakeCaseEnumConverter<PaymentStatus>.NameOf(state.Status)),
        new("account", state => state.Account, IsFixed: true),
        new("order_key", state => OrderKey(state.Id), IsFixed: true),
        new("memo", state => state.Memo?.Value, IsFixed: true),
        new("is_held", state => state.Status is PaymentStatus.Surplus or PaymentStatus.Unmatched ? 1 : 0)
    );

    public static string OrderKey(string id) => PaymentIds.OrderKey(id);
}
