using System.Globalization;
using Anchor.Sandbox.History;
using Anchor.Stellar;

namespace Anchor.Sandbox.Horizon;

/// <summary>Transactions, operations, payments, effects and ledgers.</summary>
internal static class HistoryEndpoints
{
    public static Task LedgersAsync(HorizonRequest request) =>
        new HistoryFeed<LedgerRecord>(
            () => request.Network.History.Ledgers,
            _ => true,
            (hal, record) => LedgerDocument.Write(hal, record.Header)
        ).AnswerAsync(request);

    public static Task LedgerAsync(HorizonRequest request)
    {
        if (
            !uint.TryParse(request.Route("sequence"), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            || sequence > request.Network.Visible.Header.Sequence
        )
        {
            return request.NotFoundAsync();
        }

        var ledger = request.Network.History.Ledgers.After(((long)sequence << 32) - 1, ((long)sequence << 32) + 1);
        return ledger.FirstOrDefault() is { } record
            ? request.OkAsync(hal => LedgerDocument.Write(hal, record.Header))
            : request.NotFoundAsync();
    }

    public static Task TransactionsAsync(HorizonRequest request) =>
        TransactionFeed(request, () => request.Network.History.All.Transactions).AnswerAsync(request);

    public static Task OperationsAsync(HorizonRequest request) =>
        OperationFeed(request, () => request.Network.History.All.Operations).AnswerAsync(request);

    public static Task PaymentsAsync(HorizonRequest request) =>
        OperationFeed(request, () => request.Network.History.All.Payments).AnswerAsync(request);

    public static Task AccountTransactionsAsync(HorizonRequest request) =>
        ForAccountAsync(
            request,
            account => TransactionFeed(request, () => request.Network.History.Of(account)?.Transactions)
        );

    public static Task AccountOperationsAsync(HorizonRequest request) =>
        ForAccountAsync(
            request,
            account => OperationFeed(request, () => request.Network.History.Of(account)?.Operations)
        );

    public static Task AccountPaymentsAsync(HorizonRequest request) =>
        ForAccountAsync(
            request,
            account => OperationFeed(request, () => request.Network.History.Of(account)?.Payments)
        );

    public static Task TransactionAsync(HorizonRequest request) =>
        FindTransaction(request) is { } record
            ? request.OkAsync(hal => TransactionJson.Write(hal, record))
            : request.NotFoundAsync();

    // Lists under a transaction show it whether it failed or not.
    public static Task TransactionOperationsAsync(HorizonRequest request) => OfTransactionAsync(request, _ => true);

    public static Task TransactionPaymentsAsync(HorizonRequest request) =>
        OfTransactionAsync(request, record => record.IsPayment);

    public static Task TransactionEffectsAsync(HorizonRequest request) =>
        FindTransaction(request) is { } record ? EffectsAsync(request, record, null) : request.NotFoundAsync();

    public static Task OperationAsync(HorizonRequest request) =>
        FindOperation(request) is { } record
            ? request.OkAsync(hal => OperationJson.Write(hal, record, JoinsTransactions(request)))
            : request.NotFoundAsync();

    public static Task OperationEffectsAsync(HorizonRequest request) =>
        FindOperation(request) is { } record
            ? EffectsAsync(request, record.Transaction, record.Index)
            : request.NotFoundAsync();

    /// <summary>A transaction that Horizon shows already, by any of its hashes.</summary>
    public static TransactionRecord? FindTransaction(SandboxNetwork network, Hash256 hash) =>
        network.History.Find(hash) is { } record && record.Ledger.Sequence <= network.Visible.Header.Sequence
            ? record
            : null;

    private static TransactionRecord? FindTransaction(HorizonRequest request) =>
        Hash256.TryFromHex(request.Route("hash"), out var hash) ? FindTransaction(request.Network, hash) : null;

    private static OperationRecord? FindOperation(HorizonRequest request) =>
        long.TryParse(request.Route("id"), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? request
                .Network.History.All.Operations.After(id - 1, HistoryFeed<OperationRecord>.EndOf(request.Network))
                .FirstOrDefault(record => record.Id == id)
            : null;

    private static HistoryFeed<TransactionRecord> TransactionFeed(
        HorizonRequest request,
        Func<HistoryLog<TransactionRecord>?> log
    )
    {
        var withFailed = request.Query("include_failed") == "true";
        return new HistoryFeed<TransactionRecord>(log, _ => true, TransactionJson.Write)
        {
            IsFailed = record => !withFailed && !record.Result.IsSuccess,
        };
    }

    private static HistoryFeed<OperationRecord> OperationFeed(
        HorizonRequest request,
        Func<HistoryLog<OperationRecord>?> log
    )
    {
        var joins = JoinsTransactions(request);
        var withFailed = request.Query("include_failed") == "true";
        return new HistoryFeed<OperationRecord>(
            log,
            _ => true,
            (hal, record) => OperationJson.Write(hal, record, joins)
        )
        {
            IsFailed = record => !withFailed && !record.IsSuccess,
            WriteUnknown = (hal, record) => OperationJson.WriteUnknown(hal, record, joins),
            // Only after a transaction's last operation, so that ids keep rising.
            UnknownAfter = record =>
                record.Index == record.Transaction.Operations.Length - 1 ? OperationJson.UnknownId(record) : null,
        };
    }

    private static Task ForAccountAsync<T>(HorizonRequest request, Func<AccountId, HistoryFeed<T>> feed)
        where T : class, IHistoryRecord
    {
        if (!request.TryRouteAccount(out var account))
        {
            return request.ProblemAsync(
                Problem.BadRequest("account_id", "Account ID must start with `G` and contain 56 alphanum characters")
            );
        }

        // Horizon serves lists of accounts it has heard of: merged ones too, and any to a stream that waits for it.
        var known =
            request.WantsStream
            || request.Network.History.Of(account) is not null
            || request.Network.Visible.FindAccount(account) is not null;
        return known ? feed(account).AnswerAsync(request) : request.NotFoundAsync();
    }

    private static Task OfTransactionAsync(HorizonRequest request, Func<OperationRecord, bool> includes)
    {
        if (FindTransaction(request) is not { } transaction)
        {
            return request.NotFoundAsync();
        }

        var log = new HistoryLog<OperationRecord>();
        foreach (var operation in transaction.Operations)
        {
            log.Append(operation);
        }

        var joins = JoinsTransactions(request);
        return new HistoryFeed<OperationRecord>(
            () => log,
            includes,
            (hal, record) => OperationJson.Write(hal, record, joins)
        ).AnswerAsync(request);
    }

    private static Task EffectsAsync(HorizonRequest request, TransactionRecord record, int? operation)
    {
        if (!PageQuery.TryRead(request, out var page, out var problem))
        {
            return request.ProblemAsync(problem);
        }

        var effects = record
            .Effects.GroupBy(e => e.Operation)
            .Where(group => operation is null || group.Key == operation)
            .SelectMany(group => group.Select((effect, i) => (Effect: effect, Order: i + 1)))
            .Select(e => (e.Effect, e.Order, Token: $"{record.Operations[e.Effect.Operation].Id}-{e.Order}"));
        return request.PageAsync(
            page,
            effects,
            e => e.Token,
            (hal, e) => EntryDocuments.Write(hal, record, e.Effect, e.Order)
        );
    }

    private static bool JoinsTransactions(HorizonRequest request) => request.Query("join") == "transactions";
}
