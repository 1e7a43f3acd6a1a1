using System.Net.Http.Headers;
using System.Text.Json;

namespace Anchor.Stellar.Horizon;

/// <summary>Turns answers that are no success into exceptions that say what happened.</summary>
internal static class HorizonFaults
{
    public static HorizonFailure Of(int status) =>
        status switch
        {
            429 => HorizonFailure.Throttled,
            >= 500 => HorizonFailure.ServerError,
            >= 400 => HorizonFailure.Refused,
            _ => HorizonFailure.Unreadable,
        };

    public static HorizonException From(HorizonReply reply)
    {
        var problem = ProblemIn(reply);
        var said = problem is null ? "" : $": {problem.Title} {problem.Detail}".TrimEnd();
        return new HorizonException(Of((int)reply.Status), $"Horizon answered {(int)reply.Status}{said}")
        {
            Status = reply.Status,
            Problem = problem,
            RetryAfter = reply.RetryAfter,
        };
    }

    /// <summary>Null if the body is not one of Horizon's problems, as when a proxy answered in its place.</summary>
    public static HorizonProblem? ProblemIn(HorizonReply reply)
    {
        try
        {
            return JsonSerializer.Deserialize(reply.Body, HorizonJson.Default.HorizonProblem);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static HorizonException Unreadable(HorizonReply reply, Exception? inner) =>
        new(HorizonFailure.Unreadable, $"Horizon's answer ({(int)reply.Status}) is not what was asked for", inner)
        {
            Status = reply.Status,
        };

    /// <summary>The seconds of <c>Retry-After</c>, or else until the rate limit is lifted.</summary>
    public static TimeSpan? RetryAfter(HttpResponseHeaders headers)
    {
        if (headers.RetryAfter?.Delta is { } delta)
        {
            return delta;
        }

        return
            headers.TryGetValues("X-RateLimit-Reset", out var values)
            && int.TryParse(values.FirstOrDefault(), out var seconds)
            && seconds >= 0
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }
}
