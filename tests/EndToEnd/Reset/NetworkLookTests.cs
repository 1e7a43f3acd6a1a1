using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Anchor.Domain.Network;
using Anchor.Grains.Ports;
using Anchor.Ledgers;
using Anchor.Sandbox;
using Anchor.Stellar.Horizon;
using Microsoft.Extensions.DependencyInjection;

namespace Anchor.EndToEnd.Tests.Reset;

/// <summary>A look at a Horizon tells the known network from one that began anew, and from one that only lags.</summary>
public sealed class NetworkLookTests : IAsyncDisposable
{
    private readonly ShiftedTime _time = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly HttpClient _http = new();
    private SandboxHost? _host;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _services.DisposeAsync();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_network_that_goes_on_is_known_however_far_it_has_gone_and_however_far_a_node_lags()
    {
        var network = await StartAsync();
        var landmarks = Landmarks(network, 20);

        foreach (var (ledgers, lag) in ((int, int)[])[(0, 0), (1, 0), (0, 5), (40, 0), (0, 55)])
        {
            Close(network, ledgers);
            network.Faults.Conditions = network.Faults.Conditions with { IngestionLag = lag };
            var sight = await LookAsync(landmarks);
            Assert.True(sight.Verdict == NetworkVerdict.Same, $"{ledgers} ledgers later, {lag} behind: {sight}");
        }
    }

    [Fact]
    public async Task A_node_that_lags_behind_all_that_is_known_proves_nothing()
    {
        var network = await StartAsync();
        Close(network, 60);
        var landmark = Latest(network);
        network.Faults.Conditions = network.Faults.Conditions with { IngestionLag = 40 };

        Assert.Equal(NetworkVerdict.Unsure, (await LookAsync([landmark])).Verdict);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(30)]
    [InlineData(90)]
    public async Task A_network_that_began_anew_is_another_while_it_is_young_and_when_it_has_grown_past_all_that_is_known(
        int ledgers
    )
    {
        var network = await StartAsync();
        Close(network, 5);
        var landmarks = Landmarks(network, 40);
        _time.Shift += TimeSpan.FromMinutes(1);

        network.Reset();
        Close(network, ledgers);

        Assert.Equal(NetworkVerdict.Other, (await LookAsync(landmarks)).Verdict);
        network.Faults.Conditions = network.Faults.Conditions with { IngestionLag = 3 };
        Assert.Equal(NetworkVerdict.Other, (await LookAsync(landmarks)).Verdict);
    }

    [Fact]
    public async Task Another_passphrase_or_no_answer_is_not_a_reset()
    {
        var network = await StartAsync();
        var landmarks = Landmarks(network, 20);
        _time.Shift += TimeSpan.FromMinutes(1);
        network.Reset();
        Close(network, 3);

        Assert.Equal(NetworkVerdict.Unsure, (await LookAsync(landmarks, passphrase: "Another network")).Verdict);
        network.Faults.Board.Set(SandboxFaultKind.ServiceUnavailable, new Fault());
        Assert.Equal(NetworkVerdict.Unsure, (await LookAsync(landmarks)).Verdict);
    }

    [Fact]
    public async Task Before_the_first_landmark_a_cursor_ahead_of_a_fresh_Horizon_is_proof_enough()
    {
        var network = await StartAsync();
        Close(network, 10);
        var within = HorizonCursor.AfterLedger(network.LatestLedger + 3).ToString(provider: null);
        var ahead = HorizonCursor.AfterLedger(network.LatestLedger + 100).ToString(provider: null);

        Assert.Equal(NetworkVerdict.Same, (await LookAsync([], within)).Verdict);
        Assert.Equal(NetworkVerdict.Other, (await LookAsync([], ahead)).Verdict);
        _time.Shift += TimeSpan.FromMinutes(2);
        Assert.Equal(NetworkVerdict.Unsure, (await LookAsync([], ahead)).Verdict);
    }

    private async Task<SandboxNetwork> StartAsync()
    {
        _host = await SandboxHost.StartAsync(new SandboxOptions { CloseInterval = null, Time = _time });
        Close(_host.Network, 3);
        return _host.Network;
    }

    private async Task<NetworkSight> LookAsync(
        ImmutableArray<Landmark> landmarks,
        string? cursor = null,
        string? passphrase = null
    )
    {
        var options = new HorizonOptions
        {
            BaseUrl = _host!.Url,
            NetworkPassphrase = passphrase ?? _host.Network.Network.Passphrase,
        };
        var metrics = new HorizonMetrics(_services.GetRequiredService<IMeterFactory>());
        var look = new NetworkLook(new HorizonClient(_http, options, _time, metrics), _time);
        return await look.LookAsync(landmarks, cursor is null ? [] : [cursor], CancellationToken.None);
    }

    /// <summary>What would be remembered after so many ledgers: the latest first.</summary>
    private ImmutableArray<Landmark> Landmarks(SandboxNetwork network, int ledgers)
    {
        var seen = ImmutableArray.CreateBuilder<Landmark>();
        for (var i = 0; i < ledgers; i += 5)
        {
            seen.Insert(0, Latest(network));
            Close(network, 5);
        }

        return seen.ToImmutable();
    }

    private static Landmark Latest(SandboxNetwork network) =>
        new(network.LatestLedger, network.LatestHash.ToHex(), network.LatestCloseTime);

    private void Close(SandboxNetwork network, int ledgers)
    {
        for (var i = 0; i < ledgers; i++)
        {
            _time.Shift += TimeSpan.FromSeconds(1);
            network.CloseLedger();
        }
    }

    /// <summary>The system's clock, ahead by as much as a test says.</summary>
    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
    }
}
