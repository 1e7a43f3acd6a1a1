using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Anchor.Benchmarks.World;
using Anchor.Domain;
using Anchor.Domain.Money;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Grains.Transactions;
using Anchor.Hosting;
using Anchor.Stellar;

namespace Anchor.Benchmarks.Servers;

/// <summary>
/// The anchor with <see cref="InstantRails"/>, logging as <c>anchor serve</c> does, and two more paths for the benchmark: one starts withdrawals
/// through their grains, one lists when they were completed.
/// </summary>
internal static class RailsServer
{
    private const string Verb = "rails";
    private const string ClientVerb = "rails-client";
    public const string CountPath = "/_bench/count";

    private const string StartPath = "/_bench/start";
    private const string CompletedPath = "/_bench/completed";
    private const string ReadPath = "/_bench/read";

    private const int StartedAtOnce = 64;
    private const int PageSize = 1000;
    private static readonly string Program = typeof(RailsServer).Assembly.GetName().Name!;
    private static readonly Amount Sent = Amount.Parse("10", null);
    private static readonly FeeQuote Expected = FeeQuote.TryCreate(Sent, Amount.Zero, out var quote)
        ? quote
        : throw new InvalidOperationException("There is no fee.");

    public static Command Command()
    {
        var command = new Command(Verb, "Serves an anchor with rails that settle at once.") { Hidden = true };
        command.SetAction((_, cancellationToken) => RunAsync(isClient: false, cancellationToken));
        return command;
    }

    public static Command ClientCommand()
    {
        var command = new Command(ClientVerb, "Serves the same as a client of its silos.") { Hidden = true };
        command.SetAction((_, cancellationToken) => RunAsync(isClient: true, cancellationToken));
        return command;
    }

    /// <summary>As many silos as the options say, or the one process of the embedded runtime.</summary>
    public static Task<ServerGroup> StartAsync(
        BenchWorld world,
        BenchStore store,
        BenchmarkOptions options,
        CancellationToken cancellationToken
    ) => ServerGroup.StartAsync(Program, Verb, world, store, options.Silos, cancellationToken);

    /// <summary>A client beside the silos that run on the store.</summary>
    public static Task<ServerProcess> StartClientAsync(
        BenchWorld world,
        BenchStore store,
        BenchmarkOptions options,
        CancellationToken cancellationToken
    ) =>
        ServerGroup.StartMemberAsync(
            Program,
            ClientVerb,
            world,
            store,
            BenchWorld.FreeAddress(),
            options.Silos,
            cancellationToken
        );

    /// <summary>Lets a running server start withdrawals of one account.</summary>
    public static async Task<IReadOnlyList<(string Id, ulong Memo)>> StartWithdrawalsAsync(
        HttpClient http,
        int count,
        AccountId account,
        CancellationToken cancellationToken
    )
    {
        var path = new Uri($"{StartPath}?count={count}&account={account}", UriKind.Relative);
        using var answer = await http.PostAsync(path, content: null, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return
        [
            .. text.Split('\n')
                .Select(line => line.Split(' '))
                .Select(parts => (parts[0], ulong.Parse(parts[1], CultureInfo.InvariantCulture))),
        ];
    }

    /// <summary>Lets it read what was started, again and again, as fast as so many readers can.</summary>
    public static async Task<(double PerSecond, long Total)> ReadAsync(
        HttpClient http,
        TimeSpan span,
        int readers,
        CancellationToken cancellationToken
    )
    {
        var path = new Uri(
            string.Create(CultureInfo.InvariantCulture, $"{ReadPath}?seconds={span.TotalSeconds}&readers={readers}"),
            UriKind.Relative
        );
        var started = Stopwatch.GetTimestamp();
        var total = long.Parse(await http.GetStringAsync(path, cancellationToken), CultureInfo.InvariantCulture);
        return (total / Stopwatch.GetElapsedTime(started).TotalSeconds, total);
    }

    /// <summary>When the completed withdrawals were completed, by their ids.</summary>
    public static async Task<IReadOnlyDictionary<string, DateTimeOffset>> CompletedAsync(
        HttpClient http,
        CancellationToken cancellationToken
    )
    {
        var text = await http.GetStringAsync(new Uri(CompletedPath, UriKind.Relative), cancellationToken);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .ToDictionary(
                parts => parts[0],
                parts => DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[1], CultureInfo.InvariantCulture))
            );
    }

    private static async Task RunAsync(bool isClient, CancellationToken cancellationToken)
    {
        var builder = ServerProgram.CreateBuilder();
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
        (isClient ? builder.AddAnchorClient() : builder.AddAnchor()).UseRails<InstantRails>();
        await using var app = builder.Build();
        app.MapPost(StartPath, StartTransactionsAsync);
        app.MapGet(CompletedPath, ListCompletedAsync);
        app.MapGet(CountPath, CountAsync);
        app.MapGet(ReadPath, ReadGrainsAsync);
        app.MapAnchor();
        await app.StartAsync(cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
    }

    /// <summary>Starts withdrawals of one account and brings them to where they wait for the payment. Answers their ids with their memos.</summary>
    private static async Task<IResult> StartTransactionsAsync(
        int count,
        string account,
        IGrainFactory grains,
        IAssetCatalogue assets,
        IRandom random,
        TimeProvider time
    )
    {
        var lines = new string[count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = StartedAtOnce };
        await Parallel.ForAsync(0, count, parallel, async (n, token) => lines[n] = await StartOneAsync(token));
        return Results.Text(string.Join('\n', lines));

        async ValueTask<string> StartOneAsync(CancellationToken token)
        {
            var id = random.NewOrderedUuid(time.GetUtcNow()).ToString();
            var memo = random.NewId().ToString(CultureInfo.InvariantCulture);
            var terms = assets.All[0];
            var start = new StartTransaction(
                id,
                TransactionKind.Withdrawal,
                terms.Asset,
                terms.DistributionAccount,
                account,
                AccountMemo: null,
                ClientDomain: null,
                Destination: null,
                new MemoText(MemoKind.Id, memo),
                ClaimableBalanceSupported: false,
                Expected: null,
                Language: "en",
                ImmutableSortedDictionary<string, string>.Empty,
                time.GetUtcNow().AddDays(1)
            );
            var fields = ImmutableSortedDictionary<string, string>.Empty.Add("bank_account_number", "DE0123456789");
            var grain = grains.GetGrain<ITransactionGrain>(id);
            await grain.ApplyAsync(start, token);
            var submit = new SubmitInteractive(Expected, fields, time.GetUtcNow().AddDays(1));
            var outcome = await grain.ApplyAsync(submit, token);
            return outcome.Changed
                ? $"{id} {memo}"
                : throw new InvalidOperationException($"A withdrawal was refused: {outcome.Refusal}.");
        }
    }

    private static async Task<string> ReadGrainsAsync(
        double seconds,
        int readers,
        IGrainFactory grains,
        ITransactionIndex index,
        CancellationToken cancellationToken
    )
    {
        var known = await index.ListAsync(
            TransactionKind.Withdrawal,
            [TransactionStatus.PendingUserTransferStart],
            null,
            PageSize,
            cancellationToken
        );
        var started = Stopwatch.GetTimestamp();
        var reading = Enumerable
            .Range(0, readers)
            .Select(reader => Task.Run(() => ReadOnAsync(reader), cancellationToken));
        return (await Task.WhenAll(reading)).Sum().ToString(CultureInfo.InvariantCulture);

        async Task<long> ReadOnAsync(int reader)
        {
            var read = 0L;
            for (var n = reader; Stopwatch.GetElapsedTime(started).TotalSeconds < seconds; n++)
            {
                var grain = grains.GetGrain<ITransactionGrain>(known[n % known.Length].Id);
                read += await grain.GetAsync(cancellationToken) is null ? 0 : 1;
            }

            return read;
        }
    }

    private static async Task<string> CountAsync(
        TransactionStatus status,
        ITransactionQueries queries,
        CancellationToken cancellationToken
    )
    {
        var counts = await queries.CountByStatusAsync(cancellationToken);
        return counts.GetValueOrDefault(status).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Ids of completed withdrawals, and when they were completed, in milliseconds of the Unix epoch.</summary>
    private static async Task<string> ListCompletedAsync(ITransactionIndex index, CancellationToken cancellationToken)
    {
        List<string> lines = [];
        string? after = null;
        do
        {
            var page = await index.ListAsync(
                TransactionKind.Withdrawal,
                [TransactionStatus.Completed],
                after,
                PageSize,
                cancellationToken
            );
            lines.AddRange(
                page.Select(completed => $"{completed.Id} {completed.CompletedAt!.Value.ToUnixTimeMilliseconds()}")
            );
            after = page.Length == PageSize ? page[^1].Id : null;
        } while (after is not null);

        return string.Join('\n', lines);
    }
}
