using System.Security.Cryptography;

namespace Orleans.Embedded;

/// <summary>
/// How the embedded runtime runs. Time comes from the <see cref="TimeProvider"/> among the services; it must be
/// consistent in UTC time, timestamps and timers.
/// </summary>
public sealed class EmbeddedRuntimeOptions
{
    /// <summary>Everything the runtime does is queued here: turns, reminders, its own housekeeping. The thread pool by default.</summary>
    public TaskScheduler Scheduler { get; set; } = TaskScheduler.Default;

    /// <summary>Spreads retries. Used by one thread at a time.</summary>
    public Random Random { get; set; } = new(RandomNumberGenerator.GetInt32(int.MaxValue));

    /// <summary>After this time a caller gets a <see cref="TimeoutException"/>; the call itself is not stopped.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>After this time the token that OnActivateAsync, OnDeactivateAsync and the first reading of state have is cancelled.</summary>
    public TimeSpan ActivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>An activation that was not called for this long is deactivated.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a stop waits for running calls and for OnDeactivateAsync.</summary>
    public TimeSpan GracePeriod { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>A minute, as in Orleans; tests may lower it.</summary>
    public TimeSpan MinimumReminderPeriod { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How far ahead reminders are loaded; it is loaded anew when half of it is over.</summary>
    public TimeSpan ReminderWindow { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many reminder ticks run at once.</summary>
    public int MaxConcurrentReminderTicks { get; set; } = 64;

    /// <summary>How many reminders one query loads; at most ten times as many wait in memory.</summary>
    public int ReminderPageSize { get; set; } = 1000;

    internal void Validate()
    {
        Require(Scheduler is not null && Random is not null, $"{nameof(Scheduler)} and {nameof(Random)} must be given");
        RequirePositive(ResponseTimeout, nameof(ResponseTimeout));
        RequirePositive(ActivationTimeout, nameof(ActivationTimeout));
        RequirePositive(CollectionAge, nameof(CollectionAge));
        RequirePositive(GracePeriod, nameof(GracePeriod));
        RequirePositive(MinimumReminderPeriod, nameof(MinimumReminderPeriod));
        RequirePositive(ReminderWindow, nameof(ReminderWindow));
        Require(MaxConcurrentReminderTicks > 0, $"{nameof(MaxConcurrentReminderTicks)} must be positive");
        Require(ReminderPageSize > 0, $"{nameof(ReminderPageSize)} must be positive");
    }

    private static void RequirePositive(TimeSpan value, string name) =>
        Require(value > TimeSpan.Zero, $"{name} must be positive");

    private static void Require(bool condition, string rule)
    {
        if (!condition)
        {
            throw new InvalidOperationException($"{nameof(EmbeddedRuntimeOptions)}: {rule}.");
        }
    }
}
