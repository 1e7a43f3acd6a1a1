using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Anchor.Domain.Payments;

namespace Anchor.Api.Operator;

/// <summary>What there is to read, and where.</summary>
/// <param name="Horizon">Null where the server is not told of one.</param>
public sealed record WatchSources(ImmutableArray<string> Sources, Uri? Horizon, string Passphrase);

/// <summary>Who asks to read a source; the same one may ask again.</summary>
public sealed record WatchHolder(string Holder);

/// <summary>Under which epoch a reader may read, and after which cursor; null for a source that was never read.</summary>
public sealed record WatchReader(long Epoch, string? Cursor);

/// <summary>A page of payments, and the cursor after it.</summary>
/// <param name="Execute">When matches are paid out; null as the server is set.</param>
public sealed record WatchPage(
    long Epoch,
    ImmutableArray<IncomingPayment> Payments,
    string Cursor,
    WatchExecution? Execute
);

/// <summary>When a watcher has matches paid out.</summary>
public enum WatchExecution
{
    /// <summary>At once; the answer to the page waits for it.</summary>
    Inline = 0,

    /// <summary>At once, by the transactions' grains.</summary>
    Distributed = 1,
}

/// <summary>How a reader is.</summary>
public sealed record WatchReport(long Epoch, DateTimeOffset? SeenUpTo, string? Alarm);

/// <summary>Null as long as the network is the one that the cursors are about, else why it is not.</summary>
public sealed record WatchReset(string? Reason);

/// <summary>Whether it was taken; if not, another reader was appointed. <paramref name="Matched"/> payments were had paid out.</summary>
public sealed record WatchTaken(bool Taken, int Matched);

/// <summary>What a watcher and the server say to each other.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true
)]
[JsonSerializable(typeof(WatchSources))]
[JsonSerializable(typeof(WatchHolder))]
[JsonSerializable(typeof(WatchReader))]
[JsonSerializable(typeof(WatchPage))]
[JsonSerializable(typeof(WatchReport))]
[JsonSerializable(typeof(WatchTaken))]
[JsonSerializable(typeof(WatchReset))]
public sealed partial class WatchJson : JsonSerializerContext;
