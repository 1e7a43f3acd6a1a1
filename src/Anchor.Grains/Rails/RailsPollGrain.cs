using Microsoft.Extensions.Options;

namespace Anchor.Grains.Rails;

/// <summary>A timer for its interval, a reminder to come back after a crash, and one page after the other.</summary>
[GrainType("rails-poll")]
public sealed class RailsPollGrain(IOptions<AnchorGrainOptions> options) : Grain, IRailsPollGrain, IRemindable
{
    private static readonly TimeSpan KeeperPeriod = TimeSpan.FromMinutes(1);

    private IGrainTimer? _timer;

    private TimeSpan? Interval =>
        this.GetPrimaryKeyString() switch
        {
            RailsPolls.Deposits => options.Value.DepositPollInterval,
            RailsPolls.Outgoing => options.Value.OutgoingPollInterval,
            RailsPolls.Trustlines => options.Value.TrustlinePollInterval,
            RailsPolls.Execute => options.Value.ExecutePollInterval,
            var other => throw new InvalidOperationException($"There is no poll named {other} that has an interval."),
        };

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (Interval is { } interval)
        {
            _timer ??= this.RegisterGrainTimer(
                PollAsync,
                new GrainTimerCreationOptions(interval, interval) { KeepAlive = true }
            );
            await this.RegisterOrUpdateReminder("keeper", KeeperPeriod, KeeperPeriod);
        }
        else if (await this.GetReminder("keeper") is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) =>
        _timer is null ? StartAsync(CancellationToken.None) : Task.CompletedTask;

    public async Task<PollRound> PollAsync(CancellationToken cancellationToken)
    {
        var pages = GrainFactory.GetGrain<IRailsPageGrain>(this.GetPrimaryKeyString());
        var round = PollRound.Empty;
        string? after = null;
        do
        {
            var page = await pages.PollAsync(after, cancellationToken);
            round = round.With(page);
            after = page.Next;
        } while (after is not null && !cancellationToken.IsCancellationRequested);

        return round;
    }
}
