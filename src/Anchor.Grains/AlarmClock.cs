namespace Anchor.Grains;

/// <summary>
/// The one reminder by which an entity's grain wakes itself at its next due time. One that rings too early costs a tick; one that rings too late
/// costs time. So it is only ever moved forward, or off.
/// </summary>
internal sealed class AlarmClock(Grain grain, TimeProvider time)
{
    private const string Name = "wake";
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMinutes(1);
    private DateTimeOffset? _setTo;

    /// <summary>It has rung: whatever is due next is set anew.</summary>
    public void Rang() => _setTo = null;

    /// <summary>Sees to it that it rings by then; null: never.</summary>
    public async Task KeepAsync(DateTimeOffset? nextDue)
    {
        if (nextDue is { } due)
        {
            if (_setTo is null || due < _setTo)
            {
                var pause = due - time.GetUtcNow();
                var dueTime = pause > TimeSpan.Zero ? pause : TimeSpan.Zero;
                await grain.RegisterOrUpdateReminder(
                    Name,
                    dueTime,
                    dueTime > ShortestPeriod ? dueTime : ShortestPeriod
                );
                _setTo = due;
            }
        }
        else if (await grain.GetReminder(Name) is { } reminder)
        {
            await grain.UnregisterReminder(reminder);
        }
    }
}
