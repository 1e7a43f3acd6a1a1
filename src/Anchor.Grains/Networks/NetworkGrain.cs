using Anchor.Domain.Network;
using Microsoft.Extensions.Logging;

namespace Anchor.Grains.Networks;

/// <summary>The shell of <see cref="NetworkMachine"/>. A timer has the network looked at; a reminder brings it back after its silo died.</summary>
[GrainType("network")]
public sealed class NetworkGrain : Grain, INetworkGrain, IRemindable
{
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KeeperPeriod = TimeSpan.FromMinutes(1);

    private readonly StoredMachine<NetworkState, NetworkCommand> _machine;
    private readonly NetworkDriver _driver;
    private readonly ILogger<NetworkGrain> _logger;
    private IGrainTimer? _timer;

    public NetworkGrain(
        [PersistentState("network", "anchor")] IPersistentState<NetworkState> stored,
        NetworkDriver driver,
        TimeProvider time,
        ILogger<NetworkGrain> logger
    )
    {
        _machine = new(stored, NetworkMachine.Decide, time, DeactivateOnIdle);
        _driver = driver;
        _logger = logger;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _timer ??= this.RegisterGrainTimer(
            TickAsync,
            new GrainTimerCreationOptions(LookPeriod, LookPeriod) { KeepAlive = true }
        );
        await this.RegisterOrUpdateReminder("keeper", KeeperPeriod, KeeperPeriod);
        await TickAsync(cancellationToken);
    }

    public Task<NetworkState> GetAsync(CancellationToken cancellationToken) => Task.FromResult(_machine.State);

    public async Task<NetworkOutcome> ApplyAsync(NetworkCommand command, CancellationToken cancellationToken)
    {
        var before = _machine.State;
        var (changed, refusal) = await _machine.ApplyAsync(command);
        var after = _machine.State;
        if (changed && after.Condition != before.Condition)
        {
            Announce(before, after);
            _driver.Follow(before, after);
        }

        return new NetworkOutcome(after, refusal);
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => StartAsync(CancellationToken.None);

    private Task TickAsync(CancellationToken cancellationToken)
    {
        _driver.Look();
        _driver.Resume(_machine.State);
        return Task.CompletedTask;
    }

    private void Announce(NetworkState before, NetworkState after)
    {
        switch (after.Condition)
        {
            case NetworkCondition.Reset:
                _logger.NetworkWasReset(after.Evidence!);
                break;
            case NetworkCondition.Resolving:
                _logger.NetworkEndingBegun(after.Era, after.Landmarks[0].Ledger);
                break;
            case NetworkCondition.Known when before.Condition == NetworkCondition.Resolving:
                _logger.NetworkEndingDone(after.Era, after.Progress!.Transactions, after.Progress.Payouts);
                break;
            case NetworkCondition.Known when before.Condition == NetworkCondition.Reset:
                _logger.NetworkIsBack();
                break;
        }
    }
}
