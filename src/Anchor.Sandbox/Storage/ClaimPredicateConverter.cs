using System.Text.Json;
using System.Text.Json.Serialization;
using Anchor.Stellar;

namespace Anchor.Sandbox.Storage;

/// <summary>Claim predicates in Horizon's JSON; in the ledger they hold absolute times only.</summary>
internal sealed class ClaimPredicateConverter : JsonConverter<ClaimPredicate>
{
    public override ClaimPredicate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return Read(document.RootElement);
    }

    public override void Write(Utf8JsonWriter writer, ClaimPredicate value, JsonSerializerOptions options) =>
        Write(writer, value);

    public static void Write(Utf8JsonWriter writer, ClaimPredicate predicate)
    {
        writer.WriteStartObject();
        switch (predicate)
        {
            case ClaimAnd p:
                WriteBoth(writer, "and", p.Left, p.Right);
                break;
            case ClaimOr p:
                WriteBoth(writer, "or", p.Left, p.Right);
                break;
            case ClaimNot p:
                writer.WritePropertyName("not");
                Write(writer, p.Inner);
                break;
            case ClaimBeforeAbsoluteTime p:
                // The readable form exists only for years that have one.
                if (p.UnixSeconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds())
                {
                    writer.WriteString("abs_before", Rfc3339.Text(p.UnixSeconds));
                }

                writer.WriteString("abs_before_epoch", p.UnixSeconds.ToString());
                break;
            case ClaimBeforeRelativeTime p:
                writer.WriteString("rel_before", p.Seconds.ToString());
                break;
            default:
                writer.WriteBoolean("unconditional", true);
                break;
        }

        writer.WriteEndObject();
    }

    private static void WriteBoth(Utf8JsonWriter writer, string name, ClaimPredicate left, ClaimPredicate right)
    {
        writer.WriteStartArray(name);
        Write(writer, left);
        Write(writer, right);
        writer.WriteEndArray();
    }

    private static ClaimPredicate Read(JsonElement element)
    {
        if (element.TryGetProperty("and", out var both))
        {
            return new ClaimAnd(Read(both[0]), Read(both[1]));
        }

        if (element.TryGetProperty("or", out var either))
        {
            return new ClaimOr(Read(either[0]), Read(either[1]));
        }

        if (element.TryGetProperty("not", out var inner))
        {
            return new ClaimNot(Read(inner));
        }

        return element.TryGetProperty("abs_before_epoch", out var time)
            ? new ClaimBeforeAbsoluteTime(long.Parse(time.GetString()!))
            : ClaimPredicate.Always;
    }
}
