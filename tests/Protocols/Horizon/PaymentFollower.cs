using System.Collections.Concurrent;
using Anchor.Stellar.Horizon;
using Microsoft.Extensions.Logging.Abstractions;

namespace Anchor.Protocols.Tests.Horizon;

/// <summary>A consumer that takes pages one by one and remembers what they held.</summary>
internal sealed class PaymentFollower(
    Func<CancellationToken, IAsyncEnumerable<PaymentPage>> stream,
    CancellationToken cancellationToken
) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private readonly List<PaymentPage> _pages = [];
    private IAsyncEnumerator<PaymentPage>? _enumerator;
    private Task<bool> _next = Task.FromResult(false);

    public IEnumerable<PaymentEvent> Events => _pages.SelectMany(p => p.Events);

    public long[] Cursors => [.. _pages.Select(p => p.Cursor)];

    /// <summary>Takes pages until they held so many records; gives the number of each in <see cref="PaymentSamples.Id"/>.</summary>
    public async Task<long?[]> TakeAsync(int records)
    {
        _enumerator ??= stream(_stop.Token).GetAsyncEnumerator(CancellationToken.None);
        var taken = new List<PaymentEvent>();
        while (taken.Count < records)
        {
            _next = _enumerator.MoveNextAsync().AsTask();
            Assert.True(await _next.WaitAsync(TimeSpan.FromSeconds(20)));
            _pages.Add(_enumerator.Current);
            taken.AddRange(_enumerator.Current.Events);
        }

        return [.. taken.Select(e => NumberOf(e))];
    }

    public async ValueTask DisposeAsync()
    {
        if (!_next.IsCompleted)
        {
            await _stop.CancelAsync();
            await ((Task)_next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (_enumerator is not null)
        {
            await _enumerator.DisposeAsync();
        }

        _stop.Dispose();
    }

    private static long? NumberOf(PaymentEvent record) =>
        ((record as PaymentRecord)?.Id ?? (record as PoisonedRecord)?.Id) - PaymentSamples.Id(0);
}

/// <summary>What the tests of the stream add to the fixture.</summary>
internal static class Following
{
    public static PaymentFollower Follow(
        this HorizonFixture fixture,
        long cursor,
        double random = 0,
        CancellationToken cancellationToken = default
    )
    {
        var stream = new HorizonPaymentStream(fixture.Client, () => random, NullLogger<HorizonPaymentStream>.Instance);
        return new PaymentFollower(
            token => stream.StreamPaymentsAsync(Samples.Account, cursor, token),
            cancellationToken
        );
    }

    /// <summary>Waits until a timer of exactly this length runs alone, and lets it run out.</summary>
    public static async Task PassAsync(this HorizonFixture fixture, TimeSpan time)
    {
        await HorizonFixture.UntilAsync(() => fixture.Time.Waiting.SequenceEqual([time]), $"it waits for {time}");
        fixture.Time.Advance(time);
    }

    /// <summary>The reasons of all reconnects from now on.</summary>
    public static Func<string[]> CountReconnects(this HorizonFixture fixture)
    {
        var reasons = new ConcurrentQueue<string>();
        fixture.Count(
            (name, reason, _) =>
            {
                if (name == "anchor.horizon.stream.reconnects")
                {
                    reasons.Enqueue(reason!);
                }
            }
        );
        return () => [.. reasons];
    }
}
