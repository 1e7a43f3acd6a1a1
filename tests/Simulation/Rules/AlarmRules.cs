using Anchor.Domain.Transactions;
using Anchor.Simulation.World;

namespace Anchor.Simulation.Rules;

/// <summary>Nothing unfinished is left without something that will wake it.</summary>
internal sealed class AlarmRules(SimWorld world, RuleBook book)
{
    /// <summary>The sweep's grace, its period, and a little for its work.</summary>
    private static readonly TimeSpan LongestOverdue = TimeSpan.FromMinutes(4);

    /// <summary>After faults: the longest back-off of what has failed, and a restart.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    private DateTimeOffset _nextLook;

    public void OnTransaction(AnchorTransaction after) =>
        book.Require(
            after.NextDue is null == after.Status.IsTerminal(),
            "each unfinished transaction has an alarm",
            $"{after.Id} in {after.Status} is due at {after.NextDue}"
        );

    public void OnTime()
    {
        var now = world.Timeline.Now;
        if (now < _nextLook)
        {
            return;
        }

        _nextLook = now + BetweenLooks;
        var isCalm = now > world.Faults.End + Recovery;
        var isClean = world.Faults.Thrown.Count == 0;
        if (!isCalm && !isClean)
        {
            return;
        }

        foreach (var (id, row) in world.Database.Transactions.Rows)
        {
            if (row.State.NextDue is { } due)
            {
                book.Require(
                    now - due < LongestOverdue,
                    "each unfinished transaction is woken",
                    $"{id} in {row.State.Status} was due at {due:HH:mm:ss}, and it is {now:HH:mm:ss}"
                );
                if (isClean && now - row.State.UpdatedAt > BetweenLooks)
                {
                    CheckReminder(id, due);
                }
            }
        }
    }

    /// <summary>Where nothing has gone wrong, the transaction's own reminder is there, whatever the sweep does.</summary>
    private void CheckReminder(string id, DateTimeOffset due)
    {
        var reminder = world
            .Database.Reminders.ReadAsync(GrainId.Create("transaction", id), "wake", CancellationToken.None)
            .GetAwaiter()
            .GetResult();
        book.Require(
            reminder is not null && reminder.NextDue <= due + TimeSpan.FromMinutes(1),
            "each unfinished transaction has an alarm",
            $"{id} is due at {due:HH:mm:ss}, its reminder at {reminder?.NextDue:HH:mm:ss}"
        );
    }
}
