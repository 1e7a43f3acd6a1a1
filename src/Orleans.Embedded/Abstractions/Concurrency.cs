namespace Orleans.Concurrency;

/// <summary>The method changes nothing; such calls may interleave with each other.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute;

/// <summary>Any number of activations of one key, up to the limit; they hold no state.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StatelessWorkerAttribute(int maxLocalWorkers) : Attribute
{
    public int MaxLocalWorkers { get; } = maxLocalWorkers;

    public StatelessWorkerAttribute()
        : this(-1) { }
}
