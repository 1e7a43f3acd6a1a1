using Orleans.Embedded.Activations;

namespace Orleans.Embedded.Calls;

/// <summary>One call of one grain method, from the moment it is sent until its caller has an answer.</summary>
internal abstract class Call
{
    private Activation? _activation;
    private Task? _running;

    /// <summary>The call's neighbours in the one list that it is in.</summary>
    internal Call? Next { get; set; }
    internal Call? Previous { get; set; }

    public long SentAt { get; set; }

    public abstract string Name { get; }

    /// <summary>May run together with other read-only calls.</summary>
    public virtual bool IsReadOnly => false;

    /// <summary>May run together with anything.</summary>
    public virtual bool Interleaves => false;

    /// <summary>Counts as use of the activation.</summary>
    public virtual bool KeepsAlive => true;

    /// <summary>Somebody waits for the answer, but not for ever.</summary>
    public virtual bool HasCaller => true;

    /// <summary>The caller gave up before the call began.</summary>
    public virtual bool IsCancelled => false;

    public abstract bool IsAnswered { get; }

    /// <summary>Runs the method's first turn.</summary>
    public abstract Task Start(object grain);

    /// <summary>Gives the caller what the method gave; false if the caller already had another answer.</summary>
    public abstract bool Answer(Task completed);

    public abstract void Fail(Exception exception);

    /// <summary>Comes back to the activation when the method has ended. Must be called on the activation's scheduler.</summary>
    public void ContinueOn(Activation activation, Task running)
    {
        _activation = activation;
        _running = running;
        running.GetAwaiter().UnsafeOnCompleted(End);
    }

    private void End() => _activation!.End(this, _running!);
}
