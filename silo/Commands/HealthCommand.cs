using System.CommandLine;
using System.Text.Json;
using Anchor.Hosting.Configuration;
using Anchor.Silo.Operator;

namespace Anchor.Silo.Commands;

/// <summary><c>anchor health</c>: asks the server of this machine how it is; made for containers, which have no other program to ask with.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var url = new Option<Uri>("--url")
        {
            Description = "The server; without it, where the configured one listens on this machine.",
            CustomParser = DemoCommand.ReadUrl,
        };
        var live = new Option<bool>("--live")
        {
            Description = "Ask only whether the process answers, not whether it can do its work.",
        };
        var command = new Command("health", "Say whether the server is ready.") { url, live };
        command.SetAction(
            (result, cancellationToken) =>
                RunAsync(result.GetValue(url) ?? ListensAt(), result.GetValue(live), cancellationToken)
        );
        return command;
    }

    private static async Task<int> RunAsync(Uri url, bool live, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var http = new HttpClient(handler) { Timeout = Patience };
        try
        {
            using var response = await http.GetAsync(
                new Uri(url, live ? "health/live" : "health/ready"),
                cancellationToken
            );
            Show(await response.Content.ReadAsStringAsync(cancellationToken));
            return response.IsSuccessStatusCode ? ExitCodes.Done : ExitCodes.Failed;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException)
        {
            await Console.Error.WriteLineAsync(
                e is JsonException ? $"What answers at {url} is not an anchor." : $"{url} does not answer: {e.Message}"
            );
            return ExitCodes.Unreachable;
        }
    }

    private static void Show(string answer)
    {
        using var document = JsonDocument.Parse(answer);
        Console.Out.WriteLine(document.RootElement.GetProperty("status").GetString());
        if (document.RootElement.TryGetProperty("checks", out var checks))
        {
            foreach (var check in checks.EnumerateObject())
            {
                Console.Out.WriteLine($"  {check.Name, -10}{check.Value.GetString()}");
            }
        }
    }

    /// <summary>The address is this machine's own, whatever name or network the server has outside.</summary>
    private static Uri ListensAt()
    {
        List<string> faults = [];
        var reader = SettingsSources.Read(faults);
        var host = reader.Get(SettingTable.HostUrl, new Uri(DemoCommand.DefaultUrl));
        var listens = reader.Get(SettingTable.ListenUrl, AnchorConfiguration.ListenBy(host));
        return faults.Count == 0
            ? new UriBuilder(listens.Scheme, "127.0.0.1", listens.Port).Uri
            : throw new AnchorConfigurationException([.. faults]);
    }
}
