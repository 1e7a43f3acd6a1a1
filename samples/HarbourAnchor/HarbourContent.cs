using Anchor.Api.Look;
using Anchor.Api.Sep1;

namespace HarbourAnchor;

/// <summary>What stellar.toml says of the people, beside the file static/stellar.toml.</summary>
internal sealed class HarbourToml : IToml
{
    public ValueTask<string> ContentAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(
            """
            [[PRINCIPALS]]
            name = "Johanna Hafen"
            email = "johanna@harbour.example"

            [[CURRENCIES]]
            code = "TEST"
            conditions = "Redeemable at our counter."
            """
        );
}

/// <summary>A value for the templates: <c>{{counter_hours}}</c>.</summary>
internal sealed class CounterHours(TimeProvider time) : IPageValues
{
    public IReadOnlyCollection<string> Names => ["counter_hours"];

    public ValueTask<IReadOnlyDictionary<string, string>> ValuesAsync(
        PageContext page,
        CancellationToken cancellationToken
    ) =>
        ValueTask.FromResult<IReadOnlyDictionary<string, string>>(
            new Dictionary<string, string>
            {
                ["counter_hours"] = time.GetUtcNow().DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday
                    ? "closed today"
                    : "open until 18:00",
            }
        );
}
