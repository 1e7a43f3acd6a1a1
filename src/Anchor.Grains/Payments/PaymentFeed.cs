using System.Collections.Immutable;
using Anchor.Domain.Payments;
using Anchor.Grains.Ports;
using Microsoft.Extensions.Logging;

namespace Anchor.Grains.Payments;

/// <summary>
/// Feeds stored payments to the consumers: in order where they carry the same memo, side by side where they do not. What fails stays
/// stored as received and is fed again by the source's grain.
/// </summary>
public sealed class PaymentFeed(IGrainFactory grains, IBackground background, ILogger<PaymentFeed> logger)
{
    private const int LaneCount = 64;
    private const int MostPerCall = 32;

    private readonly Lane[] _lanes = [.. Enumerable.Range(0, LaneCount).Select(_ => new Lane())];

    internal void Feed(string source, IEnumerable<IncomingPayment> payments)
    {
        foreach (var payment in payments)
        {
            Feed(source, payment.Id, payment.Memo?.Value ?? payment.Id);
        }
    }

    internal void Feed(string source, IEnumerable<string> paymentIds)
    {
        foreach (var id in paymentIds)
        {
            Feed(source, id, id);
        }
    }

    private void Feed(string source, string paymentId, string orderedBy)
    {
        var lane = _lanes[LaneOf(orderedBy)];
        lock (lane)
        {
            lane.Waiting.Enqueue(paymentId);
            if (lane.Busy)
            {
                return;
            }

            lane.Busy = true;
        }

        background.Run(nameof(PaymentFeed), token => DrainAsync(source, lane, token));
    }

    private async Task DrainAsync(string source, Lane lane, CancellationToken cancellationToken)
    {
        while (Take(lane) is { IsEmpty: false } ids)
        {
            try
            {
                await grains.GetGrain<IPaymentConsumerGrain>("payments").ConsumeAsync(ids, cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                logger.SettleFailed(source, e);
            }
        }
    }

    private static ImmutableArray<string> Take(Lane lane)
    {
        lock (lane)
        {
            var taken = ImmutableArray.CreateBuilder<string>();
            while (taken.Count < MostPerCall && lane.Waiting.TryDequeue(out var id))
            {
                taken.Add(id);
            }

            lane.Busy = taken.Count > 0;
            return taken.ToImmutable();
        }
    }

    /// <summary>The same memo, the same lane, in every run: string.GetHashCode would differ from process to process.</summary>
    private static int LaneOf(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 16777619u;
        }

        return (int)(hash % LaneCount);
    }

    private sealed class Lane
    {
        public Queue<string> Waiting { get; } = new();

        public bool Busy { get; set; }
    }
}
