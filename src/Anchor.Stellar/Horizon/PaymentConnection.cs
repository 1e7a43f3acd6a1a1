using System.Collections.Immutable;
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace Anchor.Stellar.Horizon;

/// <summary>One open event stream of payments, from its hello to its close.</summary>
internal sealed class PaymentConnection(Stream body, HorizonOptions options, TimeProvider time)
{
    /// <summary>Yields what has arrived whenever nothing more is at hand. Ends if Horizon closed in good order; a stream that breaks, errs or falls silent throws.</summary>
    public async IAsyncEnumerable<PaymentPage> ReadAsync(
        long cursor,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var silence = new CancellationTokenSource(options.StreamSilence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        var events = SseParser.Create(body).EnumerateAsync(either.Token).GetAsyncEnumerator(either.Token);
        var next = Task.FromResult(false);
        try
        {
            var batch = ImmutableArray.CreateBuilder<PaymentEvent>();
            while (true)
            {
                next = events.MoveNextAsync().AsTask();
                var more = next is { IsCompletedSuccessfully: true, Result: true };
                if (batch.Count > 0 && (!more || batch.Count >= options.PageSize))
                {
                    // The time that the consumer takes is not Horizon's silence.
                    silence.CancelAfter(Timeout.InfiniteTimeSpan);
                    yield return new PaymentPage(batch.DrainToImmutable(), cursor);
                }

                silence.CancelAfter(options.StreamSilence);
                await ArrivesAsync(next, cancellationToken);
                var item = events.Current;
                if (item.EventType == "close")
                {
                    break;
                }

                if (Read(item) is { } record && (record.Place is null || record.Place > cursor))
                {
                    cursor = record.Place ?? cursor;
                    batch.Add(record);
                }
            }

            if (batch.Count > 0)
            {
                silence.CancelAfter(Timeout.InfiniteTimeSpan);
                yield return new PaymentPage(batch.DrainToImmutable(), cursor);
            }
        }
        finally
        {
            // The consumer may leave while a read is under way, and an enumerator must not be disposed of under it.
            await either.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await events.DisposeAsync();
        }
    }

    private static async Task ArrivesAsync(Task<bool> next, CancellationToken cancellationToken)
    {
        try
        {
            if (!await next)
            {
                throw new HorizonException(HorizonFailure.Unreachable, "the stream broke off");
            }
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HorizonException(HorizonFailure.TimedOut, "the stream fell silent", e);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new HorizonException(HorizonFailure.Unreachable, $"the stream broke off: {e.Message}", e);
        }
    }

    private static PaymentEvent? Read(SseItem<string> item)
    {
        if (item.EventType == "error")
        {
            throw new HorizonException(HorizonFailure.ServerError, $"Horizon ended the stream: {item.Data}");
        }

        if (item.EventType != SseParser.EventTypeDefault)
        {
            return null;
        }

        long? id = long.TryParse(item.EventId, NumberStyles.None, CultureInfo.InvariantCulture, out var token)
            ? token
            : null;
        return PaymentReader.Read(item.Data, id, joined: true);
    }
}
