using System.Collections.Concurrent;

namespace Anchor.Embedded.Tests.Fakes;

/// <summary>What grains did, in order, and gates that hold them.</summary>
internal sealed class Journal
{
    private readonly ConcurrentQueue<string> _entries = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Entries => [.. _entries];

    public void Add(string entry) => _entries.Enqueue(entry);

    public int Count(string entry) => _entries.Count(candidate => candidate == entry);

    /// <summary>Waits until the test opens the gate.</summary>
    public Task PassAsync(string gate) => Gate(gate).Task;

    public void Open(string gate) => Gate(gate).TrySetResult();

    private TaskCompletionSource Gate(string gate) => _gates.GetOrAdd(gate, _ => new TaskCompletionSource());
}

/// <summary>One in each scope; says when the scope ends.</summary>
internal sealed class ScopedService(Journal journal) : IDisposable
{
    public void Dispose() => journal.Add("scope ended");
}
