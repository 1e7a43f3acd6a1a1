namespace Anchor.Stellar.Horizon;

/// <summary>Horizon's account of an error (RFC 7807).</summary>
public sealed record HorizonProblem(
    string Type,
    string? Title = null,
    int Status = 0,
    string? Detail = null,
    HorizonProblemExtras? Extras = null
)
{
    public const string NotFound = "not_found";
    public const string BeforeHistory = "before_history";
    public const string TransactionFailed = "transaction_failed";
    public const string TransactionMalformed = "transaction_malformed";

    /// <summary>Whether this is the problem of that name, such as <c>not_found</c>.</summary>
    public bool Is(string name) => Type == name || Type.EndsWith($"/{name}", StringComparison.Ordinal);
}

/// <summary>What some problems carry beside their text.</summary>
public sealed record HorizonProblemExtras(
    string? InvalidField = null,
    string? Reason = null,
    string? Hash = null,
    string? EnvelopeXdr = null,
    string? ResultXdr = null,
    ResultCodes? ResultCodes = null
);
