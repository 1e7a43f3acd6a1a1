using Anchor.Api;
using Anchor.Api.Operator;
using Anchor.Hosting;
using Anchor.Hosting.Configuration;
using Anchor.Silo.Drill;
using Anchor.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Console;

namespace Anchor.Silo.Operator;

/// <summary>The anchor inside a command's own process, while no server runs: the same grains and storage, reached over the same HTTP.</summary>
internal sealed class HostedAnchor : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HostedAnchor(WebApplication app, OperatorAddress address) => (_app, Address) = (app, address);

    public OperatorAddress Address { get; }

    /// <summary>Null while another process holds the installation, or what it is made of.</summary>
    /// <exception cref="AnchorConfigurationException">Something is configured wrong.</exception>
    public static async Task<HostedAnchor?> TryStartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false"] }
        );
        // The output is the command's.
        builder.Services.Configure<ConsoleLoggerOptions>(console =>
            console.LogToStandardErrorThreshold = LogLevel.Trace
        );
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        var settings = builder.AddAnchorForCommand().Settings;
        CrashSwitch.Install(builder);
        var app = builder.Build();
        try
        {
            // First of all: whoever has the database has the installation, its sandbox included.
            _ = app.Services.GetRequiredService<IDatabase>();
            app.MapOperatorApi();
            await app.StartAsync(cancellationToken);
            var file = Path.Combine(settings.DataFolder, OperatorAddress.FileName);
            return OperatorAddress.Read(file) is { } address
                ? new HostedAnchor(app, address)
                : throw new OperatorUnreachableException($"{file} cannot be read.");
        }
        catch (Exception e)
        {
            await app.DisposeAsync();
            if (e is StorageFencedException or IOException { InnerException: AddressInUseException })
            {
                return null;
            }

            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>The command listens to signals itself, and stops its host in its own order.</summary>
    private sealed class CommandLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
