using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Embedded;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Information, "Embedded grain runtime (not Microsoft Orleans) with {Count} grain classes")]
    public static partial void Started(this ILogger logger, int count);

    [LoggerMessage(LogLevel.Warning, "{Grain} could not be activated")]
    public static partial void ActivationFailed(this ILogger logger, Exception exception, GrainId grain);

    [LoggerMessage(LogLevel.Warning, "{Grain} failed while it was deactivated")]
    public static partial void DeactivationFailed(this ILogger logger, Exception exception, GrainId grain);

    [LoggerMessage(LogLevel.Warning, "{Call} of {Grain} failed after its caller had given up")]
    public static partial void FailedUnheard(this ILogger logger, Exception? exception, string call, GrainId grain);

    [LoggerMessage(LogLevel.Warning, "No answer from {Call} of {Grain} within {Timeout}")]
    public static partial void TimedOut(this ILogger logger, string call, GrainId grain, TimeSpan timeout);

    [LoggerMessage(LogLevel.Warning, "A timer of {Grain} failed; it ticks again")]
    public static partial void TimerFailed(this ILogger logger, Exception exception, GrainId grain);

    [LoggerMessage(LogLevel.Warning, "Reminder {Name} of {Grain} failed; it ticks again")]
    public static partial void ReminderFailed(this ILogger logger, Exception exception, string name, GrainId grain);

    [LoggerMessage(
        LogLevel.Warning,
        "The next tick of reminder {Name} of {Grain} could not be stored; it may tick twice"
    )]
    public static partial void ReminderNotAdvanced(
        this ILogger logger,
        Exception exception,
        string name,
        GrainId grain
    );

    [LoggerMessage(LogLevel.Warning, "Due reminders could not be loaded; next try in {Delay}")]
    public static partial void RemindersNotLoaded(this ILogger logger, Exception exception, TimeSpan delay);

    [LoggerMessage(LogLevel.Warning, "Grains were still running when the grace period of {Grace} was over")]
    public static partial void GracePeriodOver(this ILogger logger, TimeSpan grace);
}
