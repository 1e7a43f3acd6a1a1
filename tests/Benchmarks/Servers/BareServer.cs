using System.CommandLine;

namespace Anchor.Benchmarks.Servers;

/// <summary>The least that Kestrel can do: one endpoint with a ready answer as long as a transaction's.</summary>
internal static class BareServer
{
    public const string Verb = "bare";

    private static readonly byte[] Answer = [.. Enumerable.Repeat((byte)' ', 1000)];

    public static Command Command()
    {
        var url = new Argument<string>("url");
        var command = new Command(Verb, "Serves one empty endpoint.") { url };
        command.Hidden = true;
        command.SetAction(
            async (arguments, cancellationToken) =>
            {
                var builder = WebApplication.CreateSlimBuilder();
                builder.WebHost.UseUrls(arguments.GetValue(url)!);
                builder.Logging.SetMinimumLevel(LogLevel.Warning);
                await using var app = builder.Build();
                app.MapGet("/", () => Results.Bytes(Answer, "application/json"));
                await app.StartAsync(cancellationToken);
                await app.WaitForShutdownAsync(cancellationToken);
            }
        );
        return command;
    }
}
