using Orleans.Runtime;

namespace Orleans.Embedded.Reminders;

/// <summary>A durable reminder of a grain, due at <see cref="NextDue"/> and then every <see cref="Period"/> counted from <see cref="StartAt"/>.</summary>
public sealed record Reminder(
    GrainId GrainId,
    string Name,
    DateTimeOffset StartAt,
    TimeSpan Period,
    DateTimeOffset NextDue
);
