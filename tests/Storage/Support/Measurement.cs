using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Storage.Postgres;
using Anchor.Storage.Transactions;
using Microsoft.Extensions.DependencyInjection;

namespace Anchor.Storage.Tests.Support;

/// <summary>Measures the storage of transactions on this machine: <c>dotnet run -c Release -- measure FILE</c>, or the address of an empty database on PostgreSQL.</summary>
internal static class Measurement
{
    private const int Rows = 100_000;
    private const int Users = 1000;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(4);

    public static async Task RunAsync(string path)
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var database = TestStorage.Open(path, Counters.Schema, services.GetRequiredService<IMeterFactory>());
        Say($"{database.Engine}, {Environment.ProcessorCount} cores");
        var before = Stopwatch.GetTimestamp();
        await Task.WhenAll(
            Enumerable.Range(0, Rows).Select(n => database.WriteAsync([TransactionRows.Map.Insert([Key(n)], Row(n))]))
        );
        Say($"{Rows} inserts at once: {Rows / Stopwatch.GetElapsedTime(before).TotalSeconds:F0} rows/s");
        var versions = Enumerable.Repeat(1L, Rows).ToArray();
        foreach (var writers in new[] { 1, 8, 64, 256, 1000 })
        {
            await WriteAsync(database, versions, writers, Span);
        }

        if (PostgresAddress.IsMeantBy(path))
        {
            var limit = PostgresLimit.Measure(
                PostgresAddress.Parse(path),
                n => TransactionRows.Map.Insert([Key(n)], Row(n)),
                Rows,
                2 * Span
            );
            Say($"limit: multi-row upserts of 1000, one connection: {limit:F0} rows/s");
        }

        await ReadAsync(database, "before");
        var writing = WriteAsync(database, versions, writers: 64, 5 * Span);
        await ReadAsync(database, "while 64 write");
        await writing;
    }

    private static async Task WriteAsync(IDatabase database, long[] versions, int writers, TimeSpan span)
    {
        var latencies = new List<double>[writers];
        var started = Stopwatch.GetTimestamp();
        var cpu = Environment.CpuUsage.TotalTime;
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(() => WriterAsync(writer))));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var all = latencies.SelectMany(list => list).Order().ToArray();
        Say(
            $"{writers} writers: {all.Length / seconds:F0} durable updates/s, p50 {all[all.Length / 2]:F2} ms, p99 {all[all.Length * 99 / 100]:F2} ms, {PerCall(cpu, all.Length)}"
        );

        async Task WriterAsync(int writer)
        {
            var mine = latencies[writer] = [];
            var random = new Random(writer);
            while (Stopwatch.GetElapsedTime(started) < span)
            {
                var n = (random.Next(Rows / writers) * writers) + writer;
                var update = TransactionRows.Map.Update([Key(n)], Row(n), versions[n]++);
                var before = Stopwatch.GetTimestamp();
                await database.WriteAsync([update]);
                mine.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
            }
        }
    }

    private static async Task ReadAsync(IDatabase database, string when)
    {
        var queries = new TransactionQueries(database);
        foreach (var threads in new[] { 1, 2 })
        {
            await RateAsync(threads, $"by id, {when}", n => queries.FindAsync(Key(n), default).AsTask());
            await RateAsync(threads, $"list of 10, {when}", n => queries.ListAsync(Filter(n), default).AsTask());
        }
    }

    private static async Task RateAsync(int threads, string what, Func<int, Task> read)
    {
        var counts = new int[threads];
        var started = Stopwatch.GetTimestamp();
        var cpu = Environment.CpuUsage.TotalTime;
        await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Run(() => ReaderAsync(thread))));
        var rate = counts.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
        Say($"{threads} readers, {what}: {rate:F0}/s, {PerCall(cpu, counts.Sum())}");

        async Task ReaderAsync(int thread)
        {
            var random = new Random(thread);
            while (Stopwatch.GetElapsedTime(started) < Span / 2)
            {
                await read(random.Next(Rows));
                counts[thread]++;
            }
        }
    }

    /// <summary>What a call costs even when others keep the machine busy.</summary>
    private static string PerCall(TimeSpan before, int calls) =>
        $"{(Environment.CpuUsage.TotalTime - before).TotalMicroseconds / calls:F1} us of CPU each";

    private static AnchorTransaction Row(int n) =>
        Samples.Withdrawal(Key(n), n) with
        {
            Account = Account(n),
            ClientDomain = "wallet.example.com",
            Counterparty = Account(n),
            Message = "Waiting for the payment",
            StellarTransactionId = n % 2 == 0 ? new string('a', 57) + Key(n) : null,
            ExternalTransactionId = n % 2 == 0 ? Key(n) : null,
            History =
            [
                new(TransactionStatus.Incomplete, Samples.Noon, null),
                new(TransactionStatus.PendingUserTransferStart, Samples.Noon, null),
            ],
        };

    private static TransactionFilter Filter(int n) =>
        new(new TransactionOwner(Account(n), null), Samples.Test, null, null, null, Limit: 10);

    private static string Account(int n) =>
        new string('G', 50) + (n % Users).ToString("D6", CultureInfo.InvariantCulture);

    private static string Key(int n) => n.ToString("D7", CultureInfo.InvariantCulture);

    private static void Say(string line) => Console.Out.WriteLine(line);
}
