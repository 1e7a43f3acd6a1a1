using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Anchor.Grains.Sync;
using Anchor.Hosting.Configuration;

namespace Anchor.Hosting.Sync;

/// <summary>Logs alerts and posts them to whoever is configured to take them.</summary>
internal sealed class PostedAlerts(AnchorSettings settings, LoggedAlerts log, IHttpClientFactory clients) : ISyncAlerts
{
    public async Task RaiseAsync(SyncAlert alert, CancellationToken cancellationToken)
    {
        await log.RaiseAsync(alert, cancellationToken);
        if (settings.Sync.AlertUrl is not { } url)
        {
            return;
        }

        using var http = clients.CreateClient(nameof(PostedAlerts));
        try
        {
            using var response = await http.PostAsJsonAsync(
                url,
                new PostedAlert(
                    alert.Title,
                    alert.Message,
                    Enum.GetName(alert.Severity)!.ToLowerInvariant(),
                    alert.Network,
                    "anchor"
                ),
                AlertJson.Default.PostedAlert,
                cancellationToken
            );
            response.EnsureSuccessStatusCode();
        }
        catch (Exception e)
            when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            await log.RaiseAsync(
                alert with
                {
                    Severity = AlertSeverity.Warning,
                    Title = "An alert was not delivered",
                    Message = e.Message,
                },
                cancellationToken
            );
        }
    }
}

/// <summary>An alert on its way.</summary>
internal sealed record PostedAlert(
    string Title,
    string Message,
    string Severity,
    string Environment,
    string Application
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PostedAlert))]
internal sealed partial class AlertJson : JsonSerializerContext;
