using Anchor.Api.Http;

namespace Anchor.Api.Interactive;

/// <summary>The two callback parameters that a wallet may add to the link (SEP-24, "Adding parameters to the URL"). Anything but <c>postMessage</c> and allowed URLs is dropped.</summary>
internal sealed record Callbacks(string? OnEnd, string? OnChange)
{
    private const string Message = "postMessage";

    /// <summary>What the status page's own script puts in place of a callback that was made.</summary>
    private const string Done = "success";

    private const int MaxLength = 2000;

    public static Callbacks From(HttpRequest request, AnchorApiOptions options) =>
        new(Allowed(request.Field("callback"), options), Allowed(request.Field("on_change_callback"), options));

    /// <summary>The origins of URL callbacks, which the page's script must be allowed to call.</summary>
    public IReadOnlyList<string> Origins =>
        [
            .. new[] { OnEnd, OnChange }
                .Where(target => target is not (null or Message or Done))
                .Select(target => new Uri(target!).GetLeftPart(UriPartial.Authority))
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>The query string that hands them on, with a leading <paramref name="separator"/> if there is any.</summary>
    public string Query(char separator)
    {
        List<string> parts = [];
        if (OnEnd is not null)
        {
            parts.Add($"callback={Uri.EscapeDataString(OnEnd)}");
        }

        if (OnChange is not null)
        {
            parts.Add($"on_change_callback={Uri.EscapeDataString(OnChange)}");
        }

        return parts.Count == 0 ? "" : separator + string.Join('&', parts);
    }

    private static string? Allowed(string? target, AnchorApiOptions options)
    {
        if (target is null || target.Length > MaxLength)
        {
            return null;
        }

        if (target.Equals(Message, StringComparison.OrdinalIgnoreCase))
        {
            return Message;
        }

        if (target == Done)
        {
            return Done;
        }

        // An origin goes into a header: only hosts that need no escaping there.
        return
            Uri.TryCreate(target, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || (options.LocalMode && url.Scheme == Uri.UriSchemeHttp))
            && url.UserInfo.Length == 0
            && url.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4
            && url.Host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-')
            && !options.CallbackDenyList.Any(denied => IsUnder(url, denied))
            ? url.AbsoluteUri
            : null;
    }

    private static bool IsUnder(Uri url, string denied) =>
        url.Authority.Equals(denied, StringComparison.OrdinalIgnoreCase)
        || url.Host.Equals(denied, StringComparison.OrdinalIgnoreCase)
        || url.Host.EndsWith('.' + denied, StringComparison.OrdinalIgnoreCase);
}
