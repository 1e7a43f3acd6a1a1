namespace Orleans
{
    /// <summary>The name of a grain class in grain ids, and so in stored keys.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class GrainTypeAttribute(string grainType) : Attribute
    {
        private readonly Runtime.GrainType _grainType = Runtime.GrainType.Create(grainType);

        public Runtime.GrainType GetGrainType(IServiceProvider services, Type type) => _grainType;
    }
}

namespace Orleans.Concurrency
{
    /// <summary>The method, as declared in the grain interface, changes nothing; such calls may interleave with each other.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class ReadOnlyAttribute : Attribute;

    /// <summary>A key may have several activations, up to the limit; they hold no state.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class StatelessWorkerAttribute(int maxLocalWorkers) : Attribute
    {
        /// <summary>As many activations as there are processors.</summary>
        public StatelessWorkerAttribute()
            : this(-1) { }

        internal int MaxLocalWorkers { get; } = maxLocalWorkers;
    }
}
