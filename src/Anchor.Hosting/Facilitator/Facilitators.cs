using System.Diagnostics.Metrics;
using Anchor.Grains.Mosaic;
using Anchor.Hosting.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Anchor.Hosting.Facilitator;

/// <summary>
/// The facilitators of this process, one for each database, each with storage and runtime of its own: the same files mean the same whether
/// <c>facilitator start</c> or <c>serve</c> runs them.
/// </summary>
internal sealed class Facilitators(
    FacilitatorPlan plan,
    AnchorSettings installation,
    IHostApplicationLifetime lifetime,
    IHostEnvironment environment,
    IMeterFactory meters,
    ILoggerFactory logs
) : IHostedService, IAsyncDisposable
{
    private readonly List<IHost> _hosts = [];

    /// <summary>What runs in this process.</summary>
    public FacilitatorPlan Plan => plan;

    /// <summary>The services of each facilitator that has started.</summary>
    public IEnumerable<IServiceProvider> Running => _hosts.Select(host => host.Services);

    /// <summary>One of them has ended by itself: its lease or its database was lost.</summary>
    public bool HasFailed { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var part in plan.Parts)
        {
            var host = Build(part);
            _hosts.Add(host);
            await host.StartAsync(cancellationToken);
            host.Services.GetRequiredService<IHostApplicationLifetime>()
                .ApplicationStopping.Register(() =>
                {
                    if (!lifetime.ApplicationStopping.IsCancellationRequested)
                    {
                        HasFailed = true;
                        lifetime.StopApplication();
                    }
                });
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_hosts.Select(host => host.StopAsync(cancellationToken)));

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await ((IAsyncDisposable)host).DisposeAsync();
        }

        _hosts.Clear();
    }

    private IHost Build(FacilitatorPart part)
    {
        var builder = Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { ContentRootPath = environment.ContentRootPath }
        );
        builder.AddFacilitator(part.Settings, part.Keys, installation, plan.Facilitates);
        builder.Services.AddSingleton(logs);
        builder.Services.AddSingleton<IMeterFactory>(new PartMeters(meters));
        builder.Services.AddSingleton<IHostLifetime, PartLifetime>();
        return builder.Build();
    }

    /// <summary>Signals are the outer host's to hear.</summary>
    private sealed class PartLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>What a facilitator counts stands among the outer host's figures; what its storage and runtime count would be taken for the outer host's.</summary>
    private sealed class PartMeters(IMeterFactory outer) : IMeterFactory
    {
        private readonly List<Meter> _own = [];

        public Meter Create(MeterOptions options)
        {
            if (options.Name == RequestJournal.MeterName)
            {
                return outer.Create(new MeterOptions(options.Name) { Version = options.Version, Tags = options.Tags });
            }

            var meter = new Meter($"facilitator/{options.Name}", options.Version, options.Tags, this);
            lock (_own)
            {
                _own.Add(meter);
            }

            return meter;
        }

        public void Dispose()
        {
            lock (_own)
            {
                _own.ForEach(meter => meter.Dispose());
            }
        }
    }
}
