using System.Globalization;

namespace Anchor.Domain.Payments;

/// <summary>
/// The natural ids of payments. Operation ids begin anew with a network that was reset, so those of later eras carry theirs: the rows of
/// an earlier network must not be taken for them.
/// </summary>
public static class PaymentIds
{
    private const char Mark = 'r';
    private const char End = '.';

    /// <summary>The id under which an operation of this era is stored: <c>4294971393</c>, after the first reset <c>r1.4294971393</c>.</summary>
    public static string InEra(int era, string operationId) =>
        era == 0 ? operationId : string.Create(CultureInfo.InvariantCulture, $"{Mark}{era}{End}{operationId}");

    /// <summary>A text that sorts as the payments came: by era, then as the integers of up to 19 digits that the ids are.</summary>
    public static string OrderKey(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id is [Mark, ..] && id.IndexOf(End, StringComparison.Ordinal) is > 0 and var end
            ? $"{Mark}{id[1..end].PadLeft(10, '0')}{End}{id[(end + 1)..].PadLeft(20, '0')}"
            : id.PadLeft(20, '0');
    }
}
