using Anchor.Domain.Sync;
using Microsoft.Extensions.Options;

namespace Anchor.Grains.Sync;

/// <summary>The shell of <see cref="BlockSyncMachine"/>. Work is done off its turns and reported with the epoch it belongs to, so that it is served between two steps.</summary>
[GrainType("blocksync")]
public sealed class BlockSyncGrain : Grain, IBlockSyncGrain, IRemindable
{
    private static readonly TimeSpan TickPeriod = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan KeeperPeriod = TimeSpan.FromMinutes(1);

    private readonly StoredMachine<BlockSyncState, SyncCommand> _machine;
    private readonly SyncDriver _driver;
    private readonly IOptions<SyncOptions> _options;
    private readonly TimeProvider _time;
    private IGrainTimer? _timer;

    public BlockSyncGrain(
        [PersistentState("blocksync", "anchor")] IPersistentState<BlockSyncState> stored,
        SyncDriver driver,
        IOptions<SyncOptions> options,
        TimeProvider time
    )
    {
        _machine = new(stored, BlockSyncMachine.Decide, time, DeactivateOnIdle);
        _driver = driver;
        _options = options;
        _time = time;
    }

    private string Network => this.GetPrimaryKeyString();

    /// <summary>Whatever called it to life, on another silo perhaps after its own died: from now on it is kept.</summary>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Watch();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _driver.StopListening(Network);
        return Task.CompletedTask;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await this.RegisterOrUpdateReminder("keeper", KeeperPeriod, KeeperPeriod);
        await ApplyAsync(new SyncCommand(SyncEvent.Started), cancellationToken);
        if (!Keep())
        {
            // Another process of the cluster started: the listener that is there already rings for no connection.
            await ApplyAsync(new SyncCommand(SyncEvent.NewBlock), cancellationToken);
        }
    }

    public Task<BlockSyncState> GetAsync(CancellationToken cancellationToken) => Task.FromResult(_machine.State);

    public async Task<BlockSyncState> ApplyAsync(SyncCommand command, CancellationToken cancellationToken)
    {
        var before = _machine.State;
        var (changed, _) = await _machine.ApplyAsync(command);
        var after = _machine.State;
        if (changed)
        {
            _driver.Announce(Network, before, after);
            _driver.Drive(Network, after);
        }

        return after;
    }

    /// <summary>It came back after its silo died, or its listener did. It looks for blocks too: the node drops pushes when it has many.</summary>
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (!_driver.Follows(Network))
        {
            return;
        }

        Keep();
        if (_machine.State.Status == SyncStatus.Idle)
        {
            await ApplyAsync(new SyncCommand(SyncEvent.NewBlock), CancellationToken.None);
        }
    }

    /// <summary>True if it began to listen just now.</summary>
    private bool Keep()
    {
        Watch();
        var begins = _driver.Listen(Network);
        _driver.Drive(Network, _machine.State);
        return begins;
    }

    private void Watch()
    {
        if (_driver.Follows(Network))
        {
            _timer ??= this.RegisterGrainTimer(
                TickAsync,
                new GrainTimerCreationOptions(TickPeriod, TickPeriod) { KeepAlive = true }
            );
        }
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        var state = _machine.State;
        var options = _options.Value;
        if (
            state.Status == SyncStatus.Failure
            && state.Heals < options.SelfHeals
            && _time.GetUtcNow() >= state.FailedAt + (options.FirstHeal * Math.Pow(2, state.Heals))
        )
        {
            await ApplyAsync(new SyncCommand(SyncEvent.Restart) { Heals = true }, cancellationToken);
        }
        else
        {
            Keep();
        }
    }
}
