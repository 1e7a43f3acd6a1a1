using System.Globalization;
using System.Text.Json;
using Anchor.Grains.Sync;
using Microsoft.Extensions.Hosting;

namespace Anchor.Api.Wallets;

/// <summary>
/// A wallet's changes as server-sent events: transactions that come, are confirmed, or fall. Each has the commit's sequence as its id, so
/// whoever connects again with <c>Last-Event-ID</c> misses nothing; without it the stream begins at the present.
/// </summary>
internal sealed class WalletStream(
    ISyncWallets wallets,
    ISyncProjection projection,
    IHostApplicationLifetime lifetime,
    TimeProvider time
)
{
    private const int PageSize = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public async Task RunAsync(HttpContext context, SyncWallet wallet)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted,
            lifetime.ApplicationStopping
        );
        var response = context.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        try
        {
            var after = long.TryParse(
                context.Request.Headers["Last-Event-ID"],
                CultureInfo.InvariantCulture,
                out var id
            )
                ? id
                : (await projection.ReadAsync(wallet.Network, ending.Token)).Sequence;
            await response.WriteAsync("retry: 1000\n\n", ending.Token);
            await response.Body.FlushAsync(ending.Token);
            await SendAsync(response, wallet, after, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The reader went, or this server stops: it comes again with the last id that it has.
        }
    }

    private async Task SendAsync(
        HttpResponse response,
        SyncWallet wallet,
        long after,
        CancellationToken cancellationToken
    )
    {
        var quietSince = time.GetTimestamp();
        while (true)
        {
            var sequence = (await projection.ReadAsync(wallet.Network, cancellationToken)).Sequence;
            if (sequence > after)
            {
                // What just came may have made it look farther ahead.
                await wallets.FindAsync(wallet.Network, wallet.Id, cancellationToken);
                after = await SendPageAsync(response, wallet, after, sequence, cancellationToken);
                quietSince = time.GetTimestamp();
                continue;
            }

            if (time.GetElapsedTime(quietSince) > Heartbeat)
            {
                await response.WriteAsync(": still here\n\n", cancellationToken);
                await response.Body.FlushAsync(cancellationToken);
                quietSince = time.GetTimestamp();
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>Where it goes on: a sequence is sent whole, or again.</summary>
    private async Task<long> SendPageAsync(
        HttpResponse response,
        SyncWallet wallet,
        long after,
        long until,
        CancellationToken cancellationToken
    )
    {
        var size = PageSize;
        var changes = await wallets.ChangesAsync(wallet.Network, wallet.Id, after, size);
        while (changes.Length == size && changes[0].Sequence == changes[^1].Sequence)
        {
            size *= 2;
            changes = await wallets.ChangesAsync(wallet.Network, wallet.Id, after, size);
        }

        // The last sequence of a full page is perhaps not whole.
        var whole = changes.Length == size ? changes.Where(change => change.Sequence < changes[^1].Sequence) : changes;
        var last = after;
        foreach (var change in whole)
        {
            var json = JsonSerializer.Serialize(
                new ChangeAnswer(change.Sequence, change.TxId, change.Height, change.IsVoided),
                WalletJson.Default.ChangeAnswer
            );
            await response.WriteAsync(
                $"id: {change.Sequence}\nevent: transaction\ndata: {json}\n\n",
                cancellationToken
            );
            last = change.Sequence;
        }

        await response.Body.FlushAsync(cancellationToken);
        return changes.Length == size ? last : Math.Max(last, until);
    }
}
