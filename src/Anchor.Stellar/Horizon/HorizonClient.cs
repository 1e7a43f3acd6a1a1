using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Serialization.Metadata;

namespace Anchor.Stellar.Horizon;

/// <summary>Reads from one Horizon. What Horizon says is missing is null; every other failure is a <see cref="HorizonException"/>.</summary>
/// <remarks>The time-outs are those of the options: give it an <see cref="HttpClient"/> whose own is longer, or infinite.</remarks>
public sealed class HorizonClient
{
    public HorizonClient(HttpClient http, HorizonOptions options, TimeProvider time, HorizonMetrics metrics)
    {
        Options = options;
        Time = time;
        Metrics = metrics;
        Transport = new HorizonTransport(http, options, time, metrics);
    }

    public HorizonOptions Options { get; }

    /// <summary>The network's time, kept up by every read of the root and of the latest ledger.</summary>
    public HorizonClock Clock { get; } = new();

    internal TimeProvider Time { get; }

    internal HorizonMetrics Metrics { get; }

    internal HorizonTransport Transport { get; }

    public async Task<HorizonRoot> GetRootAsync(CancellationToken cancellationToken = default)
    {
        var reply = await Transport.GetAsync("", cancellationToken);
        var root = reply.Read(HorizonJson.Default.HorizonRoot);
        Clock.Observe(root.HistoryLatestLedger, root.HistoryLatestLedgerClosedAt);
        return root;
    }

    public Task<HorizonAccount?> GetAccountAsync(string account, CancellationToken cancellationToken = default) =>
        FindAsync($"accounts/{Uri.EscapeDataString(account)}", HorizonJson.Default.HorizonAccount, cancellationToken);

    public async Task<FeeStats> GetFeeStatsAsync(CancellationToken cancellationToken = default)
    {
        var reply = await Transport.GetAsync("fee_stats", cancellationToken);
        return reply.Read(HorizonJson.Default.FeeStats);
    }

    public async Task<HorizonLedger> GetLatestLedgerAsync(CancellationToken cancellationToken = default)
    {
        var ledger = await GetLedgerAsync("desc", cancellationToken);
        Clock.Observe(ledger.Sequence, ledger.ClosedAt);
        return ledger;
    }

    /// <summary>A closed ledger; null if Horizon has not got so far, or has forgotten it.</summary>
    public async Task<HorizonLedger?> FindLedgerAsync(long sequence, CancellationToken cancellationToken = default)
    {
        var reply = await Transport.GetAsync($"ledgers/{sequence}", cancellationToken);
        return
            reply.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone
            && HorizonFaults.ProblemIn(reply) is { } problem
            && (problem.Is(HorizonProblem.NotFound) || problem.Is(HorizonProblem.BeforeHistory))
            ? null
            : reply.Read(HorizonJson.Default.HorizonLedger);
    }

    /// <summary>The first ledger of the history that Horizon still has.</summary>
    public Task<HorizonLedger> GetOldestLedgerAsync(CancellationToken cancellationToken = default) =>
        GetLedgerAsync("asc", cancellationToken);

    /// <summary>Finds a transaction by its hash; a fee-bumped one by the hash of either.</summary>
    public async Task<HorizonTransaction?> GetTransactionAsync(
        string hash,
        CancellationToken cancellationToken = default
    )
    {
        var path = $"transactions/{Uri.EscapeDataString(hash)}";
        var found = await FindAsync(path, HorizonJson.Default.HorizonTransaction, cancellationToken);
        return found is null || found.Answers(hash)
            ? found
            : throw new HorizonException(HorizonFailure.Unreadable, $"Horizon answered with {found.Hash} for {hash}");
    }

    /// <summary>A page of what an account paid and was paid. Failed transactions are left out.</summary>
    /// <param name="account">The account.</param>
    /// <param name="cursor">The place after which to begin; null for the very end, which only makes sense descending.</param>
    /// <param name="order">From old to new, or from new to old.</param>
    /// <param name="limit">1 to 200.</param>
    /// <param name="join">Whether to embed the transactions, which bring the memos.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public async Task<PaymentPage> GetPaymentsAsync(
        string account,
        long? cursor,
        PageOrder order,
        int limit,
        bool join,
        CancellationToken cancellationToken = default
    )
    {
        var reply = await Transport.GetAsync(PaymentsPath(account, cursor, order, limit, join), cancellationToken);
        return PaymentReader.ReadPage(reply, cursor ?? HorizonCursor.Start, join);
    }

    /// <summary>The stroops that a merge brought, for a record that was read without its transaction. Null if its effects show none.</summary>
    public async Task<long?> GetMergedAmountAsync(PaymentRecord merge, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(merge);
        var path = $"transactions/{merge.TransactionHash}/effects?cursor={merge.Id}-0&order=asc&limit=200";
        var reply = await Transport.GetAsync(path, cancellationToken);
        var credit = reply
            .Read(HorizonJson.Default.EffectPage)
            .Embedded.Records.FirstOrDefault(e =>
                e.PagingToken.StartsWith($"{merge.Id}-", StringComparison.Ordinal)
                && e.Type == "account_credited"
                && e.Account == merge.To?.Account
            );
        return Stroops.TryParse(credit?.Amount, out var stroops) ? stroops : null;
    }

    public Task<HorizonClaimableBalance?> GetClaimableBalanceAsync(
        string id,
        CancellationToken cancellationToken = default
    ) =>
        FindAsync(
            $"claimable_balances/{Uri.EscapeDataString(id)}",
            HorizonJson.Default.HorizonClaimableBalance,
            cancellationToken
        );

    /// <summary>A page of the balances that an account may claim.</summary>
    /// <param name="claimant">The account.</param>
    /// <param name="cursor">The paging token after which to begin; null for the first page.</param>
    /// <param name="limit">1 to 200.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public async Task<ImmutableArray<HorizonClaimableBalance>> GetClaimableBalancesAsync(
        string claimant,
        string? cursor,
        int limit,
        CancellationToken cancellationToken = default
    )
    {
        var after = cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
        var path = $"claimable_balances?claimant={Uri.EscapeDataString(claimant)}&order=asc&limit={limit}{after}";
        var reply = await Transport.GetAsync(path, cancellationToken);
        return reply.Read(HorizonJson.Default.ClaimableBalancePage).Embedded.Records;
    }

    /// <summary>Has a test network's friendbot create and fund an account. False if it was funded already.</summary>
    public async Task<bool> FundAsync(string account, CancellationToken cancellationToken = default)
    {
        var friendbot = Options.FriendbotUrl ?? new Uri(Options.Root, "friendbot");
        var reply = await Transport.GetAsync(
            new Uri($"{friendbot.AbsoluteUri}?addr={Uri.EscapeDataString(account)}"),
            cancellationToken
        );
        if (
            reply.Status == HttpStatusCode.BadRequest
            && HorizonFaults.ProblemIn(reply) is { } problem
            && IsFunded(problem)
        )
        {
            return false;
        }

        return reply.IsSuccess ? true : throw HorizonFaults.From(reply);
    }

    internal static string PaymentsPath(string account, long? cursor, PageOrder order, int limit, bool join)
    {
        var direction = order == PageOrder.Ascending ? "asc" : "desc";
        var path = $"accounts/{Uri.EscapeDataString(account)}/payments?order={direction}&limit={limit}";
        var after = cursor is null ? "" : $"&cursor={cursor}";
        return join ? $"{path}{after}&join=transactions" : path + after;
    }

    /// <summary>Friendbots of different ages say it in the text or in the result codes.</summary>
    private static bool IsFunded(HorizonProblem problem) =>
        (problem.Detail?.Contains("already funded", StringComparison.OrdinalIgnoreCase) ?? false)
        || (problem.Detail?.Contains("already exist", StringComparison.OrdinalIgnoreCase) ?? false)
        || (problem.Extras?.ResultCodes?.Operations.Contains("op_already_exists") ?? false);

    private async Task<HorizonLedger> GetLedgerAsync(string order, CancellationToken cancellationToken)
    {
        var reply = await Transport.GetAsync($"ledgers?order={order}&limit=1", cancellationToken);
        return reply.Read(HorizonJson.Default.LedgerPage).Embedded.Records.FirstOrDefault()
            ?? throw HorizonFaults.Unreadable(reply, null);
    }

    /// <summary>Only Horizon's own "not found" means missing: a proxy's 404 says nothing of the network.</summary>
    private async Task<T?> FindAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var reply = await Transport.GetAsync(path, cancellationToken);
        return
            reply.Status == HttpStatusCode.NotFound
            && HorizonFaults.ProblemIn(reply)?.Is(HorizonProblem.NotFound) == true
            ? null
            : reply.Read(type);
    }
}
