namespace Anchor.EndToEnd.Tests.Doctor;

/// <summary>The time of this machine, off by as much as it is told to be.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    public TimeSpan Offset { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;
}
