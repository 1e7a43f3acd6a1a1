using System.Diagnostics;
using System.Diagnostics.Metrics;
using Anchor.Stellar.Horizon;

namespace Anchor.Protocols.Tests.Horizon;

/// <summary>A stub and a client of it under a clock held by the test.</summary>
internal sealed class HorizonFixture : IAsyncDisposable
{
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly Meters _meters = new();
    private readonly HorizonMetrics _metrics;

    private HorizonFixture(HorizonStub stub)
    {
        Stub = stub;
        _metrics = new HorizonMetrics(_meters);
        Options = new HorizonOptions { BaseUrl = new Uri(stub.Url, "/"), NetworkPassphrase = Samples.Passphrase };
    }

    public HorizonStub Stub { get; }

    public ManualTimeProvider Time { get; } = new();

    public HorizonOptions Options { get; set; }

    public HorizonClient Client => new(_http, Options, Time, _metrics);

    public HorizonSubmitter Submitter => new(Client);

    public static async Task<HorizonFixture> StartAsync() => new(await HorizonStub.StartAsync());

    /// <summary>Calls back with instrument, tag and increment of everything this fixture counts.</summary>
    public MeterListener Count(Action<string, string?, long> counted)
    {
        var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Scope == _meters)
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>(
            (instrument, n, tags, _) => counted(instrument.Name, tags.IsEmpty ? null : tags[0].Value?.ToString(), n)
        );
        listener.Start();
        return listener;
    }

    /// <summary>Waits until something holds, for at most 20 real seconds.</summary>
    public static async Task UntilAsync(Func<bool> holds, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!holds())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"waited in vain until {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _meters.Dispose();
        await Stub.DisposeAsync();
    }
}

/// <summary>Makes the meters of one test, so that others do not count into them.</summary>
internal sealed class Meters : IMeterFactory
{
    private readonly List<Meter> _made = [];

    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        var meter = new Meter(options);
        _made.Add(meter);
        return meter;
    }

    public void Dispose() => _made.ForEach(m => m.Dispose());
}
