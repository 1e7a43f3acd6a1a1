using System.Globalization;
using System.Numerics;

namespace Anchor.Domain.Workers;

/// <summary>What nodes ask of bytes that are to replace others with the same nonce.</summary>
public static class FeeRules
{
    private const int Percent = 110;

    /// <summary>The least that replaces a fee: a tenth more, as most nodes ask for, and more in any case.</summary>
    public static BigInteger LeastReplacing(BigInteger fee) =>
        BigInteger.Max(((fee * Percent) + 99) / 100, fee + BigInteger.One);

    /// <summary>Whether nodes would take one attempt in the place of another: both fees must have grown.</summary>
    public static bool Replaces(WorkerAttempt next, WorkerAttempt previous)
    {
        ArgumentNullException.ThrowIfNull(next);
        ArgumentNullException.ThrowIfNull(previous);
        return Wei(next.MaxFee) >= LeastReplacing(Wei(previous.MaxFee))
            && Wei(next.Tip ?? next.MaxFee) >= LeastReplacing(Wei(previous.Tip ?? previous.MaxFee));
    }

    /// <summary>Reads decimal digits.</summary>
    public static BigInteger Wei(string digits) =>
        BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
