using Orleans.Embedded.Calls;

namespace Orleans.Embedded.Activations;

/// <summary>The activations of one key of a stateless worker. The pool itself stays, however many of them there are.</summary>
internal sealed class WorkerPool(ActivationDirectory directory, string key, Action<string, CallList> redeliver)
    : IActivationOwner
{
    private readonly Lock _gate = new();
    private readonly List<Activation> _workers = [];

    public IReadOnlyList<Activation> Activations
    {
        get
        {
            lock (_gate)
            {
                return [.. _workers];
            }
        }
    }

    /// <summary>An idle worker takes the call, else a new one, else the one with the least to do.</summary>
    public void Deliver(Call call)
    {
        lock (_gate)
        {
            while (!Choose().TryAccept(call))
            {
                // It has ended a moment ago and is about to leave the pool by itself.
                _workers.RemoveAll(worker => worker.HasEnded);
            }
        }
    }

    public void OnEnded(Activation activation, CallList waiting)
    {
        lock (_gate)
        {
            _workers.Remove(activation);
        }

        redeliver(key, waiting);
    }

    private Activation Choose()
    {
        var best = _workers.MinBy(worker => worker.Load);
        if (best is not null && (best.Load == 0 || _workers.Count == directory.Class.MaxWorkers))
        {
            return best;
        }

        var worker = new Activation(directory, key, this);
        _workers.Add(worker);
        return worker;
    }
}
