namespace Orleans.Runtime;

/// <summary>Anything that a call can be sent to.</summary>
public interface IAddressable;

/// <summary>The name of a grain class.</summary>
public readonly struct GrainType(string value) : IEquatable<GrainType>
{
    private readonly string _value = value;

    public static GrainType Create(string value) => new(value);

    public static bool operator ==(GrainType left, GrainType right) => left.Equals(right);

    public static bool operator !=(GrainType left, GrainType right) => !left.Equals(right);

    public bool Equals(GrainType other) => string.Equals(_value, other._value, StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is GrainType other && Equals(other);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_value ?? "");

    public override string ToString() => _value ?? "";
}

/// <summary>The key part of a grain id.</summary>
public readonly struct IdSpan(string value) : IEquatable<IdSpan>
{
    private readonly string _value = value;

    public static IdSpan Create(string id) => new(id);

    public static bool operator ==(IdSpan left, IdSpan right) => left.Equals(right);

    public static bool operator !=(IdSpan left, IdSpan right) => !left.Equals(right);

    public bool Equals(IdSpan other) => string.Equals(_value, other._value, StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is IdSpan other && Equals(other);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_value ?? "");

    public override string ToString() => _value ?? "";
}

/// <summary>A grain's type and key.</summary>
public readonly struct GrainId(GrainType type, IdSpan key) : IEquatable<GrainId>
{
    public GrainType Type { get; } = type;
    public IdSpan Key { get; } = key;

    public static GrainId Create(string type, string key) => new(GrainType.Create(type), IdSpan.Create(key));

    public static bool operator ==(GrainId left, GrainId right) => left.Equals(right);

    public static bool operator !=(GrainId left, GrainId right) => !left.Equals(right);

    public bool Equals(GrainId other) => Type.Equals(other.Type) && Key.Equals(other.Key);

    public override bool Equals(object? obj) => obj is GrainId other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Type, Key);

    public override string ToString() => $"{Type}/{Key}";
}

/// <summary>The runtime's side of one activation.</summary>
public interface IGrainContext
{
    GrainId GrainId { get; }
    IServiceProvider ActivationServices { get; }
}

/// <summary>When a reminder ticks. Times are UTC.</summary>
public readonly struct TickStatus(DateTime firstTickTime, TimeSpan period, DateTime currentTickTime)
{
    public DateTime FirstTickTime { get; } = firstTickTime;
    public TimeSpan Period { get; } = period;
    public DateTime CurrentTickTime { get; } = currentTickTime;
}

/// <summary>A registered reminder.</summary>
public interface IGrainReminder
{
    string ReminderName { get; }
}

/// <summary>A timer that lives as long as the activation.</summary>
public interface IGrainTimer : IDisposable
{
    void Change(TimeSpan dueTime, TimeSpan period);
}

/// <summary>How a grain timer ticks.</summary>
public struct GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
{
    public TimeSpan DueTime { get; set; } = dueTime;
    public TimeSpan Period { get; set; } = period;
    public bool Interleave { get; set; }
    public bool KeepAlive { get; set; }
}

/// <summary>The base of the runtime's own exceptions.</summary>
public class OrleansException : Exception
{
    public OrleansException() { }

    public OrleansException(string message)
        : base(message) { }

    public OrleansException(string message, Exception innerException)
        : base(message, innerException) { }
}

/// <summary>State that the runtime reads before activation and writes on demand.</summary>
public interface IPersistentState<TState> : Orleans.Core.IStorage<TState>;

/// <summary>Names the state that a constructor parameter holds.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
{
    public string StateName { get; } = stateName;
    public string? StorageName { get; } = storageName;
}
