using System.Collections.Immutable;

namespace Anchor.Stellar.Horizon;

/// <summary>Records in order, none twice, and the cursor after the last of them: to be stored in one commit.</summary>
public sealed record PaymentPage(ImmutableArray<PaymentEvent> Events, long Cursor);

/// <summary>The order of a page.</summary>
public enum PageOrder
{
    Ascending = 0,
    Descending = 1,
}
