using System.Runtime.CompilerServices;
using Orleans.Embedded.Activations;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded.Persistence;

/// <summary>One state of one activation. Its operations follow each other, also when the grain starts several at once.</summary>
internal sealed class PersistentState<TState>(string name, IGrainStorage storage, Activation activation)
    : IPersistentState<TState>
{
    private readonly GrainState<TState> _state = new(CreateEmpty());
    private Task _last = Task.CompletedTask;

    public TState State
    {
        get => _state.State!;
        set => _state.State = value;
    }

    public string? Etag => _state.ETag;
    public bool RecordExists => _state.RecordExists;

    public static Core.IStorage Create(string name, IGrainStorage storage, Activation activation) =>
        new PersistentState<TState>(name, storage, activation);

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public Task ReadStateAsync(CancellationToken cancellationToken) =>
        _last = RunAsync("read", static (self, token) => self.ReadAsync(token), cancellationToken);

    public Task WriteStateAsync(CancellationToken cancellationToken) =>
        _last = RunAsync("write", static (self, token) => self.WriteAsync(token), cancellationToken);

    public Task ClearStateAsync(CancellationToken cancellationToken) =>
        _last = RunAsync("clear", static (self, token) => self.ClearAsync(token), cancellationToken);

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await storage.ReadStateAsync(name, activation.GrainId, _state, cancellationToken);
        _state.State ??= CreateEmpty();
    }

    private Task WriteAsync(CancellationToken cancellationToken) =>
        storage.WriteStateAsync(name, activation.GrainId, _state, cancellationToken);

    private async Task ClearAsync(CancellationToken cancellationToken)
    {
        await storage.ClearStateAsync(name, activation.GrainId, _state, cancellationToken);
        _state.State ??= CreateEmpty();
    }

    private async Task RunAsync(
        string operation,
        Func<PersistentState<TState>, CancellationToken, Task> run,
        CancellationToken cancellationToken
    )
    {
        var last = _last;
        if (!last.IsCompleted)
        {
            // Its failure is told to who started it.
            await Task.WhenAny(last);
        }

        var metrics = activation.Runtime.Metrics;
        var start = metrics.Start();
        var failed = true;
        try
        {
            await run(this, cancellationToken);
            failed = false;
        }
        catch (Exception exception) when (exception is not (OrleansException or OperationCanceledException))
        {
            throw new OrleansException(
                $"The {operation} of the state '{name}' of {activation.GrainId} failed: {exception.Message}",
                exception
            );
        }
        finally
        {
            metrics.RecordStorage(start, operation, failed);
        }
    }

    /// <summary>As Orleans does: by the parameterless constructor, else without any.</summary>
    private static TState CreateEmpty() =>
        typeof(TState).IsValueType || typeof(TState).GetConstructor(Type.EmptyTypes) is not null
            ? Activator.CreateInstance<TState>()
            : (TState)RuntimeHelpers.GetUninitializedObject(typeof(TState));
}
