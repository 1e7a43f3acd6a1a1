using Anchor.Api.Operator;
using Anchor.Ledgers.Readers;
using Anchor.Silo.Operator;

namespace Anchor.Silo.Watch;

/// <summary>
/// Reads every source that the server has, one reader each. A source that somebody else reads is waited for; new ones are found; servers
/// come and go.
/// </summary>
internal sealed class Watcher(
    OperatorLink link,
    StellarReader reader,
    string holder,
    TimeProvider time,
    Action<string> tell
)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ResignTakes = TimeSpan.FromSeconds(3);
    private readonly Dictionary<string, Task> _sources = new(StringComparer.Ordinal);

    /// <summary>Ends when it is stopped.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                if (
                    await AskAsync(
                        token => link.GetAsync("operator/watch", WatchJson.Default.WatchSources, token),
                        stopping
                    ) is
                    { } found
                )
                {
                    foreach (var source in found.Sources.Where(source => !_sources.ContainsKey(source)))
                    {
                        _sources[source] = WatchAsync(source, stopping);
                    }
                }

                await Task.Delay(BetweenLooks, time, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await Task.WhenAll(_sources.Values);
        }
    }

    private async Task WatchAsync(string source, CancellationToken stopping)
    {
        string? told = null;
        try
        {
            while (true)
            {
                var (given, refusal) = await AppointAsync(source, stopping);
                if (given is not null)
                {
                    tell($"{source}: reading under epoch {given.Epoch} after {given.Cursor ?? "the present ledger"}");
                    await reader.ReadAsync(source, given.Epoch, given.Cursor, stopping);
                    await ResignAsync(source, given.Epoch, stopping);
                    refusal = "another reader was appointed, or the network was reset";
                }

                if (refusal is not null && refusal != told)
                {
                    tell($"{source}: waiting: {refusal}");
                }

                told = refusal;
                await Task.Delay(Pause, time, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    private async Task<(WatchReader? Given, string? Refusal)> AppointAsync(string source, CancellationToken stopping)
    {
        try
        {
            var given = await AskAsync(
                token =>
                    link.PostAsync(
                        $"operator/watch/{source}/reader",
                        new WatchHolder(holder),
                        WatchJson.Default.WatchHolder,
                        WatchJson.Default.WatchReader,
                        isRepeatable: true,
                        token
                    ),
                stopping
            );
            return (given, null);
        }
        catch (OperatorRefusedException e) when (e.Status == StatusCodes.Status409Conflict)
        {
            return (null, e.Message);
        }
    }

    /// <summary>Whoever waits for this source may begin at once.</summary>
    private async Task ResignAsync(string source, long epoch, CancellationToken stopping)
    {
        if (!stopping.IsCancellationRequested)
        {
            return;
        }

        using var limit = new CancellationTokenSource(ResignTakes, time);
        try
        {
            await link.PostAsync(
                $"operator/watch/{source}/resign",
                new WatchReport(epoch, null, null),
                WatchJson.Default.WatchReport,
                WatchJson.Default.WatchTaken,
                isRepeatable: true,
                limit.Token
            );
        }
        catch (Exception e)
            when (e is OperatorUnreachableException or OperatorRefusedException or OperationCanceledException)
        {
            tell($"{source}: the server was not told of the end; another watcher waits a few seconds longer");
        }
    }

    /// <summary>Null if no server can be reached now.</summary>
    private async Task<TAnswer?> AskAsync<TAnswer>(
        Func<CancellationToken, Task<TAnswer>> ask,
        CancellationToken stopping
    )
        where TAnswer : class
    {
        try
        {
            return await ask(stopping);
        }
        catch (OperatorUnreachableException e)
        {
            tell($"waiting: {e.Message}");
            return null;
        }
    }
}
