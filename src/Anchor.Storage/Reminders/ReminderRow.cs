namespace Anchor.Storage.Reminders;

/// <summary>Which reminder of which grain.</summary>
public readonly record struct ReminderKey(string GrainType, string GrainKey, string Name);

/// <summary>A durable reminder. <see cref="ETag"/> is new with every registration, not with every tick.</summary>
public sealed record ReminderRow(
    ReminderKey Key,
    DateTimeOffset FirstTick,
    TimeSpan Period,
    DateTimeOffset NextDue,
    string ETag
);
