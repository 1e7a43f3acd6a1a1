using System.CommandLine;
using Anchor.Api.Operator;
using Anchor.Grains.Ports;
using Anchor.Hosting;
using Anchor.Hosting.Configuration;
using Anchor.Hosting.Facilitator;
using Anchor.Hosting.Keys;
using Anchor.Hosting.Runtime;
using Anchor.Silo.Drill;
using Anchor.Silo.Operator;
using Anchor.Sqlite;
using Anchor.Storage;
using Microsoft.AspNetCore.Connections;

namespace Anchor.Silo.Commands;

/// <summary><c>anchor serve</c>, also without the verb: runs what is configured; with nothing configured, the first run.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var command = new Command("serve", "Run the anchor (the default).");
        command.SetAction((_, cancellationToken) => RunAsync(cancellationToken));
        return command;
    }

    /// <summary>How long commands that hold the data, because they found no server, are waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        // What is configured wrong is told in full by the start itself.
        var file = LinkSettings.FindAddressFile();
        var since = TimeProvider.System.GetTimestamp();
        using var claim = new ServerClaim(Path.GetDirectoryName(file)!);
        while (true)
        {
            try
            {
                return await ServeAsync(cancellationToken);
            }
            catch (StorageFencedException)
                when (!IsHeldByServer(file) && TimeProvider.System.GetElapsedTime(since) < Patience)
            {
                // From now on no more commands take the data for themselves.
                claim.TryTake();
                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            }
        }
    }

    /// <summary>If not, then by a command, or by something that just starts or stops; after a crash the file may still name a server that is gone.</summary>
    private static bool IsHeldByServer(string file)
    {
        try
        {
            using var process = OperatorAddress.Read(file) is { Role: OperatorRole.Server } address
                ? System.Diagnostics.Process.GetProcessById(address.ProcessId)
                : null;
            return process is not null;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static async Task<int> ServeAsync(CancellationToken cancellationToken)
    {
        var builder = ServerProgram.CreateBuilder();
        var settings = builder.AddAnchor().Settings;
        CrashSwitch.Install(builder);
        foreach (var warning in settings.Warnings)
        {
            await Console.Error.WriteLineAsync(warning);
        }

        await using var app = builder.Build();
        app.MapAnchor();
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync(
                $"{e.Message} Another server runs there; HOST_URL and SANDBOX_URL choose other addresses."
            );
            return 1;
        }
        catch (AddressInUseException)
        {
            var ports = settings.Cluster.Ports;
            await Console.Error.WriteLineAsync(
                $"Port {ports.Silo} or {ports.Gateway} is taken; CLUSTER_SILO_PORT and CLUSTER_GATEWAY_PORT choose others."
            );
            return 1;
        }

        Greet(app.Services, settings);
        var lost = app.Services.GetRequiredService<IDatabase>().Lost;
        var facilitators = app.Services.GetService<Facilitators>();
        await app.WaitForShutdownAsync(cancellationToken);
        return lost.IsCancellationRequested || facilitators is { HasFailed: true } ? 1 : 0;
    }

    private static void Greet(IServiceProvider services, AnchorSettings settings)
    {
        var host = settings.HostUrl.GetLeftPart(UriPartial.Authority);
        var assets = services.GetRequiredService<IAssetCatalogue>().All;
        Row("anchor", host);
        if (settings.RunsAnchor)
        {
            Row("stellar.toml", $"{host}/.well-known/stellar.toml");
            Row(
                "Horizon",
                $"{settings.HorizonUrl}{(settings.Sandbox is null ? "" : " (the sandbox network, in this process)")}"
            );
            Row("assets", assets.Count == 0 ? "none yet" : string.Join(", ", assets.Select(asset => asset.Asset.Code)));
            Row("signing key", services.GetRequiredService<InstallationKeys>().Signing.Account.ToString());
            Row("rails", services.GetService<IRails>()?.GetType().Name ?? "none: transactions wait for a business");
        }

        foreach (var network in settings.Sync.Networks)
        {
            Row("sync", $"{network.Name} from {network.Server} into {Sink(settings)}, {host}/sync");
        }

        if (services.GetService<Facilitators>() is { } facilitators)
        {
            Row("facilitator", $"{string.Join(", ", facilitators.Plan.Pairs)}, {host}{FacilitatorPages.UnderAnchor}");
        }

        Row("runtime", RuntimeHosting.Describe(settings));
        var database = services.GetRequiredService<IDatabase>();
        Row("storage", database.Engine);
        Row("data", database.Location);
        if (settings.Sandbox is not null)
        {
            Row("try", host == DemoCommand.DefaultUrl ? "anchor demo" : $"anchor demo --url {host}");
        }

        static void Row(string name, string value) => Console.Out.WriteLine($"  {name, -14}{value}");
    }

    private static string Sink(AnchorSettings settings) =>
        settings.Sync.WalletService is { } service ? $"the wallet service at {service.Endpoint}" : "the own projection";
}
