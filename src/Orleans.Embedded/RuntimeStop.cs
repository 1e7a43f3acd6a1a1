using Orleans.Embedded.Activations;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>The end of the runtime: no new calls from outside, running calls end, then the activations do.</summary>
internal sealed class RuntimeStop(EmbeddedRuntime runtime)
{
    private static readonly DeactivationReason s_reason = new(
        DeactivationReasonCode.ShuttingDown,
        "The runtime stops."
    );

    private volatile bool _isStopping;
    private volatile bool _hasStopped;
    private Task? _stopped;

    public bool IsStopping => _isStopping;

    /// <summary>While the runtime stops, only grains may call, to finish what they do.</summary>
    public OrleansException? Refuses() =>
        _isStopping && (_hasStopped || TaskScheduler.Current is not Activation)
            ? new OrleansException("The runtime is stopping and takes no calls.")
            : null;

    public Task StopAsync(CancellationToken cancellationToken) =>
        _stopped ??= runtime.Place.RunAsync(() => RunAsync(cancellationToken));

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        using var grace = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = runtime.Time.CreateTimer(
            static state => ((CancellationTokenSource)state!).Cancel(),
            grace,
            runtime.Options.GracePeriod,
            Timeout.InfiniteTimeSpan
        );
        try
        {
            await runtime.Reminders.StopAsync().WaitAsync(grace.Token);
            await QuietAsync(grace.Token);
            await DeactivateAsync(grace.Token);
        }
        catch (OperationCanceledException) when (grace.IsCancellationRequested)
        {
            runtime.Logger.GracePeriodOver(runtime.Options.GracePeriod);
        }

        _hasStopped = true;
        var exception = new OrleansException("The runtime has stopped; the call may or may not have taken effect.");
        foreach (var activation in Snapshot())
        {
            activation.Abandon(exception);
        }
    }

    /// <summary>A call may begin others, so this looks again until nothing runs.</summary>
    private async Task QuietAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var busy = Array.FindAll(
                [.. Snapshot().Select(activation => activation.WhenQuietAsync())],
                task => !task.IsCompleted
            );
            if (busy.Length == 0)
            {
                return;
            }

            await Task.WhenAll(busy).WaitAsync(cancellationToken);
        }
    }

    /// <summary>OnDeactivateAsync may call a grain that has ended already, and so begin it anew.</summary>
    private async Task DeactivateAsync(CancellationToken cancellationToken)
    {
        while (Snapshot() is { Count: > 0 } activations)
        {
            foreach (var activation in activations)
            {
                activation.Deactivate(s_reason);
            }

            await Task.WhenAll(activations.Select(activation => activation.WhenEndedAsync()))
                .WaitAsync(cancellationToken);
        }
    }

    private List<Activation> Snapshot() =>
        [
            .. runtime
                .Directories.SelectMany(directory => directory.Activations)
                .OrderBy(activation => activation.GrainId.ToString(), StringComparer.Ordinal),
        ];
}
