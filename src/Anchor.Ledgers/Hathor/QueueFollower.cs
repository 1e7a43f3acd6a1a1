using System.Net.WebSockets;
using System.Text.Json;
using Anchor.Grains.Sync;
using Anchor.Hathor;
using Anchor.Hathor.Events;

namespace Anchor.Ledgers.Hathor;

/// <summary>
/// Follows a network by the node's event queue. Events are committed before they are acknowledged; a reorg, whose events belong together,
/// is one transaction.
/// </summary>
public sealed class QueueFollower(HathorNetwork network, ISyncProjection projection, int window, TimeProvider time)
    : ISyncFollower
{
    private const int MostChanges = 200;
    private const int Attempts = 5;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private EventStream? _stream;
    private Task<StreamedEvent?>? _next;

    public async Task<string?> IdentifyAsync(bool anew, CancellationToken cancellationToken) =>
        await network.IdentifyAsync(
            anew ? null : (await projection.ReadAsync(network.Name, cancellationToken)).Genesis,
            cancellationToken
        );

    public async Task<SyncStep> StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await TakeAsync(cancellationToken);
        }
        catch
        {
            // Whatever went wrong, the next step begins at what is stored.
            Drop();
            throw;
        }
    }

    /// <summary>Nothing: the queue says itself what fell.</summary>
    public async Task<SyncStep> TakeBackAsync(CancellationToken cancellationToken) =>
        new(SyncStepKind.Done, (await projection.ReadAsync(network.Name, cancellationToken)).Tip, null, null);

    public Task<bool> ForgetAsync(CancellationToken cancellationToken)
    {
        Drop();
        return projection.ForgetAsync(network.Name, cancellationToken);
    }

    /// <summary>Rings when an event has come behind those that were taken, and after a while of silence, in case the connection only looks alive.</summary>
    public async Task ListenAsync(Func<CancellationToken, Task> ring, CancellationToken cancellationToken)
    {
        while (true)
        {
            await ring(cancellationToken);
            // Two rings are never closer than this, however fast events come.
            await Task.Delay(Between, time, cancellationToken);
            Task<StreamedEvent?>? next;
            lock (_gate)
            {
                next = _stream is null ? null : _next;
            }

            await Task.WhenAny(
                Task.Delay(next is null ? FirstPause : Quiet, time, cancellationToken),
                next ?? Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken)
            );
        }
    }

    public void Dispose() => Drop();

    private async Task<SyncStep> TakeAsync(CancellationToken cancellationToken)
    {
        var position = await projection.ReadAsync(network.Name, cancellationToken);
        if (position is { Tip: not null, StreamId: null })
        {
            return Rebuild(position, "it was followed over HTTP so far, and the queue begins at its first event");
        }

        var unit = new EventUnit(position.LastEventId ?? -1, await network.RewardLockAsync(cancellationToken));
        var latest = await network.Node.GetLatestEventAsync(cancellationToken);
        if (latest < unit.LastId)
        {
            return await ExplainShorterQueueAsync(position, cancellationToken);
        }

        while (!unit.IsWhole || (unit.LastId < latest && unit.Count < MostChanges && !IsFull(unit)))
        {
            if (IsFull(unit))
            {
                // Of a group that is longer than the window. For the node this only makes room: where it is gone on after a crash is what
                // is stored.
                await _stream!.AcknowledgeAsync(unit.LastId, cancellationToken);
            }

            var streamed = await NextAsync(unit.LastId, cancellationToken);
            if ((position.StreamId ?? unit.StreamId) is { } known && known != streamed.StreamId)
            {
                return Rebuild(position, $"the node's queue is {streamed.StreamId} now, {known} was followed");
            }

            latest = Math.Max(latest, streamed.LatestId);
            unit.Add(streamed);
        }

        return await CommitAsync(unit, latest, position, cancellationToken);
    }

    private bool IsFull(EventUnit unit) => _stream?.IsFull(unit.LastId) == true;

    /// <summary>A queue that ends before what was taken is another one, or the node has lost its end.</summary>
    private async Task<SyncStep> ExplainShorterQueueAsync(SyncPosition position, CancellationToken cancellationToken)
    {
        Drop();
        using var anew = await EventStream.StartAsync(network.Options, 1, null, cancellationToken);
        using var limit = new CancellationTokenSource(Quiet, time);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var first = await anew.NextAsync(bounded.Token);
        return first is not null && first.StreamId != position.StreamId
            ? Rebuild(position, $"the node's queue is {first.StreamId} now, {position.StreamId} was followed")
            : throw new HathorException(
                $"The node's queue {position.StreamId} ends before event {position.LastEventId}, which was taken already."
            );
    }

    private async Task<SyncStep> CommitAsync(
        EventUnit unit,
        long latest,
        SyncPosition position,
        CancellationToken cancellationToken
    )
    {
        var done =
            unit.Count == 0
                ? new SyncCommit(position, [], [])
                : await projection.CommitAsync(network.Name, unit.ToUnit(), cancellationToken);
        if (IsFull(unit))
        {
            await _stream!.AcknowledgeAsync(unit.LastId, cancellationToken);
        }

        if (unit.LastId >= latest)
        {
            _stream ??= await ConnectAsync(done.Position.LastEventId, cancellationToken);
            _ = Awaited();
        }

        return new SyncStep(
            unit.LastId >= latest ? SyncStepKind.Done : SyncStepKind.Progressed,
            done.Position.Tip,
            null,
            null
        )
        {
            Vertices = done.Added.Length + done.Removed.Length,
            Blocks = (int)Math.Max(0, (done.Position.Tip?.Height ?? -1) - (position.Tip?.Height ?? -1)),
            BlocksTakenBack = unit.BlocksTakenBack,
        };
    }

    /// <summary>An event that is due: the node has it. A connection that is lost is made again behind what came already.</summary>
    private async Task<StreamedEvent> NextAsync(long after, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            _stream ??= await ConnectAsync(after < 0 ? null : after, cancellationToken);
            try
            {
                var streamed = await Awaited().WaitAsync(Quiet, time, cancellationToken);
                lock (_gate)
                {
                    _next = null;
                }

                return streamed ?? throw new IOException("the node ended the stream");
            }
            catch (Exception e) when (e is WebSocketException or IOException or JsonException && attempt < Attempts)
            {
                Drop();
            }
            catch (Exception e) when (e is TimeoutException or WebSocketException or IOException or JsonException)
            {
                throw new HathorException($"The event queue was lost: {e.Message}", e);
            }
        }
    }

    /// <summary>The one receive that is under way, also between two steps: it is what rings.</summary>
    private Task<StreamedEvent?> Awaited()
    {
        lock (_gate)
        {
            return _next ??= _stream!.NextAsync(CancellationToken.None);
        }
    }

    private async Task<EventStream> ConnectAsync(long? after, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await EventStream.StartAsync(network.Options, window, after, cancellationToken);
            }
            catch (WebSocketException e)
            {
                if (time.GetElapsedTime(since) + pause >= network.Options.RetryBudget)
                {
                    throw new HathorException(
                        $"The event queue of {network.Options.Url} cannot be reached: {e.Message}",
                        e
                    );
                }
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private SyncStep Rebuild(SyncPosition position, string reason)
    {
        Drop();
        return new SyncStep(SyncStepKind.Rebuild, position.Tip, null, reason);
    }

    private void Drop()
    {
        lock (_gate)
        {
            _stream?.Dispose();
            // Its end is of no interest, but must have been looked at.
            _ = _next?.ContinueWith(static task => _ = task.Exception, TaskScheduler.Default);
            (_stream, _next) = (null, null);
        }
    }
}
