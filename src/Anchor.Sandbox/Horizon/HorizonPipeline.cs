using Microsoft.AspNetCore.Http;

namespace Anchor.Sandbox.Horizon;

/// <summary>What happens around every request: headers, and the faults that can befall any of them.</summary>
internal static class HorizonPipeline
{
    public static async Task RunAsync(HttpContext http, SandboxNetwork network, Func<HorizonRequest, Task> handler)
    {
        var request = new HorizonRequest(http, network);
        WriteHeaders(http, network);
        if (!await BreaksAsync(request))
        {
            await handler(request);
        }
    }

    public static void WriteHeaders(HttpContext http, SandboxNetwork network)
    {
        http.Response.Headers.AccessControlAllowOrigin = "*";
        // Clients take their time bounds from this header, so it follows the network's clock.
        http.Response.Headers.Date = network.Now.ToString("R");
    }

    private static async Task<bool> BreaksAsync(HorizonRequest request)
    {
        var (http, faults) = (request.Http, request.Network.Faults);
        if (faults.Strike(SandboxFaultKind.Delay, request.Path) is { } delay)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(delay.Size), request.Network.Options.Time, http.RequestAborted);
        }

        if (faults.Strike(SandboxFaultKind.ConnectionReset, request.Path) is not null)
        {
            http.Abort();
            return true;
        }

        if (faults.Strike(SandboxFaultKind.TooManyRequests, request.Path) is not null)
        {
            await request.ProblemAsync(Problem.RateLimited);
            return true;
        }

        if (faults.Strike(SandboxFaultKind.ServiceUnavailable, request.Path) is not null)
        {
            await request.ProblemAsync(Problem.Unavailable);
            return true;
        }

        return false;
    }
}
