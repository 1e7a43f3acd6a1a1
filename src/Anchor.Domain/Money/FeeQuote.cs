using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Anchor.Domain.Money;

/// <summary>What comes in, what is kept, what goes out: always in = fee + out.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.fee-quote")]
public sealed record FeeQuote
{
    [JsonConstructor]
    internal FeeQuote() { }

    [JsonInclude]
    [Id(0)]
    public Amount In { get; internal init; }

    [JsonInclude]
    [Id(1)]
    public Amount Fee { get; internal init; }

    [JsonInclude]
    [Id(2)]
    public Amount Out { get; internal init; }

    /// <summary>False if the fee eats the whole amount: there is then nothing to pay out.</summary>
    public static bool TryCreate(Amount amountIn, Amount fee, [NotNullWhen(true)] out FeeQuote? quote)
    {
        quote =
            fee < amountIn
                ? new FeeQuote
                {
                    In = amountIn,
                    Fee = fee,
                    Out = amountIn - fee,
                }
                : null;
        return quote is not null;
    }
}
