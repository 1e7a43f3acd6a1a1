using System.Text.Json;
using Anchor.Sandbox.Apply;
using Anchor.Stellar;

namespace Anchor.Sandbox.Horizon;

/// <summary>An error as Horizon reports it: <c>application/problem+json</c>.</summary>
/// <param name="Name">The last part of its type.</param>
/// <param name="Extras">Writes the members of <c>extras</c>, if there are any.</param>
internal sealed record Problem(
    int Status,
    string Name,
    string Title,
    string Detail,
    Action<Utf8JsonWriter>? Extras = null
)
{
    private const string TypePrefix = "https://stellar.org/horizon-errors/";

    public static Problem NotFound { get; } =
        new(
            404,
            "not_found",
            "Resource Missing",
            "The resource at the url requested was not found. This usually occurs for one of two reasons: "
                + "the url requested is not valid, or no data in our database could be found with the parameters provided."
        );

    public static Problem BeforeHistory { get; } =
        new(
            410,
            "before_history",
            "Data Requested Is Before Recorded History",
            "This network was told to hold no history that old."
        );

    public static Problem RateLimited { get; } =
        new(
            429,
            "rate_limit_exceeded",
            "Rate Limit Exceeded",
            "The rate limit for the requesting IP address is over its allowed limit."
        );

    public static Problem Unavailable { get; } =
        new(503, "stale_history", "Historical DB Is Too Stale", "This network was told to be unavailable.");

    public static Problem UnsupportedMediaType { get; } =
        new(
            415,
            "unsupported_media_type",
            "Unsupported Media Type",
            "The request has an unsupported content type. Use application/x-www-form-urlencoded."
        );

    public static Problem BadRequest(string field, string reason) =>
        new(
            400,
            "bad_request",
            "Bad Request",
            "The request you sent was invalid in some way.",
            json =>
            {
                json.WriteString("invalid_field", field);
                json.WriteString("reason", reason);
            }
        );

    public static Problem Malformed(string envelope) =>
        new(
            400,
            "transaction_malformed",
            "Transaction Malformed",
            "Horizon could not decode the transaction envelope in this request.",
            json => json.WriteString("envelope_xdr", envelope)
        );

    public static Problem Timeout(TransactionFrame frame) =>
        new(
            504,
            "transaction_submission_timeout",
            "Transaction Submission Timeout",
            "Your transaction submission request has timed out. This does not necessarily mean the submission has failed.",
            json =>
            {
                json.WriteString("hash", frame.Hash.ToHex());
                json.WriteBase64String("envelope_xdr", frame.Bytes);
            }
        );

    public static Problem Failed(TransactionFrame frame, TransactionResult result) =>
        new(
            400,
            "transaction_failed",
            "Transaction Failed",
            "The transaction failed when submitted to the stellar network.",
            json =>
            {
                json.WriteBase64String("envelope_xdr", frame.Bytes);
                json.WriteString("result_xdr", result.ToBase64());
                json.WriteStartObject("result_codes");
                json.WriteString("transaction", HorizonCodes.Text(result.Code));
                if (result.Inner is { } inner)
                {
                    json.WriteString("inner_transaction", HorizonCodes.Text(inner.Result.Code));
                }

                if (!result.EffectiveOperations.IsEmpty)
                {
                    json.WriteStartArray("operations");
                    foreach (var operation in result.EffectiveOperations)
                    {
                        json.WriteStringValue(HorizonCodes.Text(operation));
                    }

                    json.WriteEndArray();
                }

                json.WriteEndObject();
            }
        );

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", TypePrefix + Name);
        json.WriteString("title", Title);
        json.WriteNumber("status", Status);
        json.WriteString("detail", Detail);
        if (Extras is { } write)
        {
            json.WriteStartObject("extras");
            write(json);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
