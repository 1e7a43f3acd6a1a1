using System.Collections.Concurrent;
using Anchor.Grains.Ingest;
using Anchor.Grains.Ports;
using Anchor.Grains.Tests.Harness;

namespace Anchor.Grains.Tests.Fakes;

/// <summary>One silo's readers: each follows the network from its cursor until it is stopped, refused, or fails.</summary>
internal sealed class FakeReaders(FakeNetwork network, IGrainFactory grains, Lifeline lifeline) : IReaders
{
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = new();

    public void Start(string source, long epoch, string? cursor)
    {
        var stopping = new CancellationTokenSource();
        _running.AddOrUpdate(
            source,
            stopping,
            (_, old) =>
            {
                old.Cancel();
                return stopping;
            }
        );
        _ = Task.Run(() => ReadAsync(source, epoch, cursor, stopping.Token));
    }

    public void Stop(string source)
    {
        if (_running.TryRemove(source, out var running))
        {
            running.Cancel();
        }
    }

    private async Task ReadAsync(string source, long epoch, string? cursor, CancellationToken stopping)
    {
        try
        {
            while (!stopping.IsCancellationRequested && !lifeline.IsCut)
            {
                var (page, more) = network.After(cursor);
                if (page.IsEmpty)
                {
                    await more.WaitAsync(stopping);
                    continue;
                }

                if (!await grains.GetGrain<IIngestGrain>(source).AppendAsync(epoch, page, page[^1].Id, stopping))
                {
                    return;
                }

                cursor = page[^1].Id;
            }
        }
        catch (Exception e)
        {
            // A reader that fails falls silent; the source's grain appoints another.
            network.ReaderFellSilent(e);
        }
    }
}
