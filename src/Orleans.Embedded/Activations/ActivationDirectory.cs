using System.Collections.Concurrent;
using Orleans.Embedded.Calls;
using Orleans.Embedded.References;

namespace Orleans.Embedded.Activations;

/// <summary>The activations of one grain class, and the way to them.</summary>
internal abstract class ActivationDirectory(GrainClass grainClass, EmbeddedRuntime runtime)
{
    private readonly Dictionary<Type, ReferenceType> _references = grainClass.Interfaces.ToDictionary(
        type => type,
        ReferenceType.Of
    );
    private long _calls;
    private long _activations;

    public GrainClass Class => grainClass;
    public EmbeddedRuntime Runtime => runtime;
    public long CallCount => Interlocked.Read(ref _calls);
    public long ActivationCount => Interlocked.Read(ref _activations);

    /// <summary>All activations there are, in no order.</summary>
    public abstract IEnumerable<Activation> Activations { get; }

    public static ActivationDirectory Create(GrainClass grainClass, EmbeddedRuntime runtime) =>
        grainClass.MaxWorkers > 0 ? new WorkerDirectory(grainClass, runtime) : new SingleDirectory(grainClass, runtime);

    public TGrainInterface CreateReference<TGrainInterface>(string key) =>
        _references.TryGetValue(typeof(TGrainInterface), out var type)
            ? (TGrainInterface)type.Create(this, key)
            : throw new InvalidCastException($"{grainClass.Type} does not implement {typeof(TGrainInterface)}.");

    /// <summary>Sends a call to the activation of a key; there is one afterwards.</summary>
    public void Send(string key, Call call)
    {
        if (runtime.Refuses() is { } refusal)
        {
            call.Fail(refusal);
            return;
        }

        call.SentAt = runtime.Time.GetTimestamp();
        Deliver(key, call);
    }

    public void CountCall() => Interlocked.Increment(ref _calls);

    public void OnActivated(Activation activation)
    {
        Interlocked.Increment(ref _activations);
        runtime.Collector.Add(activation);
    }

    public void OnDeactivated() => Interlocked.Decrement(ref _activations);

    protected abstract void Deliver(string key, Call call);

    /// <summary>Delivers the calls that an ended activation has left. A timer's tick ends with its activation.</summary>
    protected void Redeliver(string key, CallList waiting)
    {
        while (waiting.TryTake(out var call))
        {
            if (call.HasCaller)
            {
                Deliver(key, call);
            }
        }
    }

    /// <summary>At most one activation a key.</summary>
    private sealed class SingleDirectory(GrainClass grainClass, EmbeddedRuntime runtime)
        : ActivationDirectory(grainClass, runtime),
            IActivationOwner
    {
        private readonly ConcurrentDictionary<string, Activation> _byKey = new(StringComparer.Ordinal);

        public override IEnumerable<Activation> Activations => _byKey.Select(entry => entry.Value);

        public void OnEnded(Activation activation, CallList waiting)
        {
            _byKey.TryRemove(KeyValuePair.Create(activation.Key, activation));
            Redeliver(activation.Key, waiting);
        }

        protected override void Deliver(string key, Call call)
        {
            while (true)
            {
                var activation = _byKey.TryGetValue(key, out var known)
                    ? known
                    : _byKey.GetOrAdd(key, static (key, self) => new Activation(self, key, self), this);
                if (activation.TryAccept(call))
                {
                    return;
                }

                // It has ended a moment ago; whoever comes first takes it out.
                _byKey.TryRemove(KeyValuePair.Create(key, activation));
            }
        }
    }

    /// <summary>Several activations a key.</summary>
    private sealed class WorkerDirectory(GrainClass grainClass, EmbeddedRuntime runtime)
        : ActivationDirectory(grainClass, runtime)
    {
        private readonly ConcurrentDictionary<string, WorkerPool> _byKey = new(StringComparer.Ordinal);

        public override IEnumerable<Activation> Activations => _byKey.SelectMany(entry => entry.Value.Activations);

        protected override void Deliver(string key, Call call) =>
            _byKey.GetOrAdd(key, static (key, self) => new WorkerPool(self, key, self.Redeliver), this).Deliver(call);
    }
}
