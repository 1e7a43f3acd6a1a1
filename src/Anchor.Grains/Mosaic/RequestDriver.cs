using System.Collections.Concurrent;
using Anchor.Domain.Mosaic;
using Anchor.Grains.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Anchor.Grains.Mosaic;

/// <summary>
/// Carries requests on, off their grains' turns: it asks the chains, hands the answer to the machine, and performs what that has stored.
/// Nothing here outlives the process, and nothing here need: an alarm, or whoever calls, starts it again.
/// </summary>
public sealed class RequestDriver(
    IGrainFactory grains,
    IBackground background,
    RequestEffects effects,
    IOptions<FacilitatorOptions> options,
    TimeProvider time,
    ILogger<RequestDriver> logger
)
{
    private readonly ConcurrentDictionary<string, Doorbell> _running = new(StringComparer.Ordinal);

    internal void Start(MosaicRequest request)
    {
        if (options.Value.Facilitates && request is { Terms: { } terms, Status: var status } && !status.IsTerminal())
        {
            var bell = new Doorbell();
            if (_running.TryAdd(terms.RequestHash, bell))
            {
                background.Run(
                    $"request {terms.RequestHash}",
                    token => RunAsync(terms.Kind, terms.RequestHash, bell, token)
                );
            }
            else
            {
                bell.Dispose();
            }
        }
    }

    /// <summary>Something happened that may concern any of them: all that run in this process look now.</summary>
    public void RingAll()
    {
        foreach (var bell in _running.Values)
        {
            bell.Ring();
        }
    }

    internal void Ring(MosaicRequest request)
    {
        if (request.Terms is { } terms && _running.TryGetValue(terms.RequestHash, out var bell))
        {
            bell.Ring();
        }
    }

    private async Task RunAsync(TransferKind kind, string requestHash, Doorbell bell, CancellationToken stopping)
    {
        try
        {
            var grain = grains.GetRequest(kind, requestHash);
            var pause = options.Value.LookInterval;
            while (await grain.GetAsync(stopping) is { } request && !request.Status.IsTerminal())
            {
                if (await TryAsync(grain, request, stopping))
                {
                    pause = options.Value.LookInterval;
                }
                else
                {
                    await bell.WaitAsync(pause, time, stopping);
                    pause = Longer(pause, request.OpenOrders().Any());
                }
            }
        }
        finally
        {
            _running.TryRemove(requestHash, out _);
            bell.Dispose();
        }
    }

    /// <summary>True if the request moved on and should be seen to at once.</summary>
    private async Task<bool> TryAsync(IRequestGrain grain, MosaicRequest request, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(options.Value.EffectTimeout, time);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(stopping, limit.Token);
        try
        {
            return await effects.StepAsync(grain, request, bounded.Token);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            logger.RequestStepFailed(request.Terms!.RequestHash, e);
            if (e is ChainSilentException or OperationCanceledException)
            {
                var reason = e is ChainSilentException ? e.Message : "A chain did not answer in time.";
                await grain.ApplyAsync(new LoseSight(reason), stopping);
            }

            return false;
        }
    }

    /// <summary>What waits for somebody else is looked at less and less often; a transaction under way is not left alone.</summary>
    private TimeSpan Longer(TimeSpan pause, bool isSending)
    {
        var most = isSending ? options.Value.LookInterval * 2 : options.Value.LongestLookInterval;
        return pause * 1.5 < most ? pause * 1.5 : most;
    }

    /// <summary>Ends a pause early. Rung before the pause, it ends the next one.</summary>
    private sealed class Doorbell : IDisposable
    {
        private readonly SemaphoreSlim _rung = new(0, 1);

        public void Ring()
        {
            try
            {
                _rung.Release();
            }
            catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
            {
                // Rung already, or there is nobody to hear it any more.
            }
        }

        public async Task WaitAsync(TimeSpan pause, TimeProvider time, CancellationToken cancellationToken)
        {
            using var limit = new CancellationTokenSource(pause, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            try
            {
                await _rung.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The pause is over.
            }
        }

        public void Dispose() => _rung.Dispose();
    }
}
