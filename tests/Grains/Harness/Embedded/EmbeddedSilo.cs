using Anchor.Grains.Transactions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Embedded;
using Orleans.Embedded.Reminders;

namespace Anchor.Grains.Tests.Harness;

/// <summary>A silo of the embedded runtime.</summary>
internal sealed class EmbeddedSilo : ISilo
{
    private readonly IHost _host;
    private readonly Lifeline _lifeline;

    private EmbeddedSilo(IHost host, Lifeline lifeline)
    {
        _host = host;
        _lifeline = lifeline;
        Grains = host.Services.GetRequiredService<IGrainFactory>();
    }

    public IGrainFactory Grains { get; }

    public static async Task<ISilo> StartAsync(World world, IReminderTable reminders)
    {
        var lifeline = new Lifeline(world.Activity);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        SiloServices.Add(builder, world, lifeline);
        builder.Services.AddSingleton<IReminderTable>(new GuardedReminders(reminders, lifeline));
        builder.Services.AddEmbeddedOrleans(static _ => { }, typeof(ITransactionGrain).Assembly);
        var host = builder.Build();
        await host.StartAsync();
        return new EmbeddedSilo(host, lifeline);
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
        _host.Dispose();
    }
}
