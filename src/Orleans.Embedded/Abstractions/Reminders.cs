using Orleans.Embedded.Activations;
using Orleans.Runtime;

namespace Orleans
{
    /// <summary>A grain that durable reminders call.</summary>
    public interface IRemindable : IGrain
    {
        Task ReceiveReminder(string reminderName, TickStatus status);
    }

    /// <summary>A grain's durable reminders. They outlive the activation and the process; a tick may come twice.</summary>
    public static class GrainReminderExtensions
    {
        public static Task<IGrainReminder> RegisterOrUpdateReminder(
            this Grain grain,
            string reminderName,
            TimeSpan dueTime,
            TimeSpan period
        )
        {
            var activation = Activation.Of(grain);
            return grain is IRemindable
                ? activation.Runtime.Reminders.RegisterAsync(activation.GrainId, reminderName, dueTime, period)
                : throw new InvalidOperationException(
                    $"{activation.GrainId} cannot have reminders: {grain.GetType()} does not implement {nameof(IRemindable)}."
                );
        }

        public static Task UnregisterReminder(this Grain grain, IGrainReminder reminder)
        {
            ArgumentNullException.ThrowIfNull(reminder);
            return Activation.Of(grain).Runtime.Reminders.UnregisterAsync(reminder);
        }

        public static Task<IGrainReminder?> GetReminder(this Grain grain, string reminderName)
        {
            var activation = Activation.Of(grain);
            return activation.Runtime.Reminders.GetAsync(activation.GrainId, reminderName);
        }
    }
}

namespace Orleans.Runtime
{
    /// <summary>A registered reminder.</summary>
    public interface IGrainReminder
    {
        string ReminderName { get; }
    }

    /// <summary>When a reminder ticks. Times are UTC.</summary>
    public readonly struct TickStatus(DateTime firstTickTime, TimeSpan period, DateTime timeStamp)
    {
        public DateTime FirstTickTime { get; } = firstTickTime;

        public TimeSpan Period { get; } = period;

        public DateTime CurrentTickTime { get; } = timeStamp;

        public override string ToString() => $"<{FirstTickTime:O}, {Period}, {CurrentTickTime:O}>";
    }
}
