using System.Diagnostics.Metrics;

namespace Anchor.Api.Http;

/// <summary>The meter <c>Anchor.Api</c>: answers by route and class of status. Routes are patterns, so the set is closed.</summary>
internal sealed class ApiMetrics
{
    public const string MeterName = "Anchor.Api";

    private readonly Counter<long> _requests;

    public ApiMetrics(IMeterFactory meters) =>
        _requests = meters.Create(MeterName).CreateCounter<long>("anchor.http.requests", "{request}");

    public void Answered(HttpContext context)
    {
        if (_requests.Enabled)
        {
            _requests.Add(
                1,
                new KeyValuePair<string, object?>(
                    "route",
                    (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none"
                ),
                new KeyValuePair<string, object?>("status", ClassOf(context.Response.StatusCode))
            );
        }
    }

    private static string ClassOf(int status) =>
        (status / 100) switch
        {
            2 => "2xx",
            3 => "3xx",
            4 => "4xx",
            _ => "5xx",
        };
}
