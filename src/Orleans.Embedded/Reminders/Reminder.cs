using Orleans.Runtime;

namespace Orleans.Embedded.Reminders;

/// <summary>
/// A durable reminder of a grain, due at <see cref="NextDue"/>, which is a whole number of periods after
/// <see cref="FirstTick"/>. The ETag is the table's; it is new with every registration, not with every tick.
/// </summary>
public sealed record Reminder(
    GrainId GrainId,
    string Name,
    DateTimeOffset FirstTick,
    TimeSpan Period,
    DateTimeOffset NextDue,
    string ETag
);
