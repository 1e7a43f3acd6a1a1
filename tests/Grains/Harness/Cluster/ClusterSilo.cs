using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Reminders;

namespace Anchor.Grains.Tests.Harness;

/// <summary>A silo of Microsoft Orleans in this process, with ports of its own.</summary>
internal sealed class ClusterSilo : ISilo
{
    private readonly IHost _host;
    private readonly Lifeline _lifeline;

    private ClusterSilo(IHost host, Lifeline lifeline)
    {
        _host = host;
        _lifeline = lifeline;
        Grains = host.Services.GetRequiredService<IGrainFactory>();
    }

    public IGrainFactory Grains { get; }

    public static async Task<ISilo> StartAsync(World world, LastingReminders reminders)
    {
        var lifeline = new Lifeline(world.Activity);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        SiloServices.Add(builder, world, lifeline);
        // Grains and reminders live in the world's time; what a silo does for itself goes on while that stands.
        builder.Services.AddKeyedSingleton(KeyedService.AnyKey, TimeProvider.System);
        builder.Services.AddKeyedSingleton<TimeProvider>(TimeProviderNames.Grains, world.Time);
        builder.Services.AddKeyedSingleton<TimeProvider>(
            ReminderTimeProviderNames.Reminders,
            new LateTimers(world.Time)
        );
        var (siloPort, gatewayPort) = FreePorts();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(siloPort, gatewayPort);
            silo.AddReminders();
            // A silo tells its load every second on the grains' clock, and the world's clock would move no faster.
            silo.Services.Configure<DeploymentLoadPublisherOptions>(static options =>
                options.DeploymentLoadPublisherRefreshTime = TimeSpan.Zero
            );
            silo.Services.AddSingleton(reminders.For(lifeline));
        });
        var host = builder.Build();
        await host.StartAsync();
        return new ClusterSilo(host, lifeline);
    }

    public Task StopAsync() => _host.StopAsync();

    public async Task KillAsync()
    {
        _lifeline.Cut();
        try
        {
            await _host.StopAsync(new CancellationToken(canceled: true));
        }
        catch (OperationCanceledException)
        {
            // It was not given any time.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        // Disposing waits for the turns of stateless workers, and those may wait for the world's clock, which stands still while a
        // test waits here. Nothing of a dead silo matters any more, so the rest of it ends by itself as the clock goes on.
        _ = ((IAsyncDisposable)_host).DisposeAsync().AsTask();
    }

    private static (int Silo, int Gateway) FreePorts()
    {
        using var silo = new TcpListener(IPAddress.Loopback, 0);
        using var gateway = new TcpListener(IPAddress.Loopback, 0);
        silo.Start();
        gateway.Start();
        return (((IPEndPoint)silo.LocalEndpoint).Port, ((IPEndPoint)gateway.LocalEndpoint).Port);
    }
}
