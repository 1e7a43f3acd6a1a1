using Anchor.Storage.Postgres;
using Anchor.Storage.Tests.Support;
using Anchor.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace Anchor.Storage.Tests;

/// <summary>A server of PostgreSQL that goes away and comes back.</summary>
public sealed class PostgresLossTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly TemporaryPostgres? _server;

    public PostgresLossTests()
    {
        Assert.SkipWhen(TemporaryPostgres.Missing is not null, TemporaryPostgres.Missing ?? "");
        _server = TemporaryPostgres.Start();
    }

    public void Dispose()
    {
        _server?.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task What_was_acknowledged_survives_restarts_and_writers_go_on_from_what_they_read()
    {
        using var database = Open();
        var promised = new int[8];
        using var stop = new CancellationTokenSource();
        var unknown = 0;
        var writers = Enumerable.Range(0, promised.Length).Select(n => Task.Run(() => WriteAsync(n))).ToArray();
        foreach (var signal in new[] { "QUIT", "INT", "QUIT" })
        {
            var before = promised.Sum();
            await UntilAsync(() => promised.Sum() > before + 100);
            _server!.Stop(signal);
            _server.Resume();
        }

        var last = promised.ToArray();
        await UntilAsync(() => promised.Zip(last).All(pair => pair.First > pair.Second));
        await stop.CancelAsync();
        await Task.WhenAll(writers);

        Assert.NotEqual(0, unknown);
        var rows = await database.ListAsync(
            "SELECT id, count, version FROM counters ORDER BY id",
            row => (int.Parse(row.GetString(0), null), row.GetInt32(1), row.GetInt64(2))
        );
        Assert.Equal(promised.Length, rows.Length);
        Assert.All(rows, row => Assert.InRange(row.Item2, promised[row.Item1], promised[row.Item1] + 1));
        Assert.All(rows, row => Assert.Equal(row.Item2, row.Item3));

        async Task WriteAsync(int writer)
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    // As a grain does after a doubt: the row says how far it is.
                    var known = await database.FirstAsync(
                        "SELECT count FROM counters WHERE id = $1",
                        row => row.GetInt32(0),
                        $"{writer}"
                    );
                    Assert.True(known >= promised[writer], $"{promised[writer]} was promised, {known} is read");
                    var result = await database.WriteAsync([
                        known == 0 ? Counters.Insert($"{writer}", 1) : Counters.Update($"{writer}", known + 1, known),
                    ]);
                    Assert.True(result.IsDurable);
                    promised[writer] = known + 1;
                }
                catch (Exception e) when (e is StorageOutcomeUnknownException or StorageUnavailableException)
                {
                    Interlocked.Increment(ref unknown);
                }
            }
        }
    }

    [Fact]
    public async Task While_it_is_away_every_call_fails_in_time_and_says_so()
    {
        using var database = Open();
        await database.WriteAsync([Counters.Insert("a", 1)]);
        _server!.Stop();

        var read = await Assert.ThrowsAsync<StorageUnavailableException>(() =>
            database.FirstAsync("SELECT 1", row => row.GetInt32(0)).AsTask().WaitAsync(TimeSpan.FromSeconds(30))
        );
        Assert.Contains("does not answer", read.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StorageOutcomeUnknownException>(() =>
            database.WriteAsync([Counters.Insert("b", 1)]).WaitAsync(TimeSpan.FromSeconds(30))
        );

        _server.Resume();
        Assert.True((await database.WriteAsync([Counters.Insert("b", 1)])).IsDurable);
        Assert.Equal(2, await database.FirstAsync("SELECT count(*) FROM counters", row => row.GetInt32(0)));
    }

    [Fact]
    public void A_server_that_is_not_there_stops_the_start_with_one_line()
    {
        _server!.Stop();

        var refusal = Assert.Throws<StorageStartException>(() => Open().Dispose());
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.Contains("postgresql://anchor@127.0.0.1:", refusal.Message, StringComparison.Ordinal);
    }

    private IDatabase Open()
    {
        return TestStorage.Open(
            new StorageOptions { Postgres = PostgresAddress.Parse(_server!.Url) },
            Counters.Schema,
            _services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>()
        );
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, deadline.Token);
        }
    }
}
