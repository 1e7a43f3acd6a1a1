using System.Net.Http.Json;
using Anchor.Domain.Money;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;

namespace Anchor.Hosting.Demo;

/// <summary>
/// A business for the first run: a demonstration bank, spoken to over HTTP. Whoever asks for a deposit is taken to have
/// ordered the bank transfer at once, so that everybody is paid.
/// </summary>
internal sealed class DemoRails(HttpClient http) : IRails
{
    // Of one withdrawal there is one payment out, under this key of the product's.
    private static string KeyOf(AnchorTransaction transaction) => $"{transaction.Id}/out";

    public RailsGuarantee Guarantee => RailsGuarantee.DeduplicatesByKey;

    public async Task<IReadOnlyDictionary<string, RailsAnswer>> PollDepositsAsync(
        IReadOnlyList<AnchorTransaction> transactions,
        CancellationToken cancellationToken
    )
    {
        var transfers = await QueryAsync(
            "_bank/incoming/query",
            new BankQuery { Ids = [.. transactions.Select(transaction => transaction.Id)] },
            cancellationToken
        );
        var known = transfers.ToDictionary(transfer => transfer.TransactionId);
        foreach (var transaction in transactions.Where(transaction => !known.ContainsKey(transaction.Id)))
        {
            if (transaction.Expected is { } expected)
            {
                known[transaction.Id] = await AnnounceAsync(transaction.Id, expected.In, cancellationToken);
            }
        }

        return known.ToDictionary(pair => pair.Key, pair => AnswerOfDeposit(pair.Value));
    }

    public async Task<RailsAnswer> PollDepositAsync(
        AnchorTransaction transaction,
        CancellationToken cancellationToken
    ) =>
        (await PollDepositsAsync([transaction], cancellationToken)).TryGetValue(transaction.Id, out var answer)
            ? answer
            : RailsAnswer.Pending();

    public async Task<RailsAnswer> ExecuteOutgoingAsync(
        AnchorTransaction transaction,
        string idempotencyKey,
        CancellationToken cancellationToken
    )
    {
        var order = new BankOrder(
            idempotencyKey,
            transaction.Id,
            transaction.Amounts!.Out.ToString(),
            transaction.Asset.ToString(),
            transaction.Account
        );
        using var response = await http.PostAsJsonAsync(
            "_bank/outgoing",
            order,
            BankJson.Default.BankOrder,
            cancellationToken
        );
        return AnswerOfOutgoing(await ReadAsync(response, cancellationToken));
    }

    public async Task<RailsAnswer?> FindOutgoingAsync(string idempotencyKey, CancellationToken cancellationToken)
    {
        var query = new BankQuery { Keys = [idempotencyKey] };
        var found = await QueryAsync("_bank/outgoing/query", query, cancellationToken);
        return found.Count > 0 ? AnswerOfOutgoing(found[0]) : null;
    }

    public async Task<IReadOnlyDictionary<string, RailsAnswer>> PollOutgoingAsync(
        IReadOnlyList<AnchorTransaction> transactions,
        CancellationToken cancellationToken
    )
    {
        var query = new BankQuery { Keys = [.. transactions.Select(KeyOf)] };
        var found = await QueryAsync("_bank/outgoing/query", query, cancellationToken);
        return found.ToDictionary(transfer => transfer.TransactionId, AnswerOfOutgoing);
    }

    public async Task<RailsAnswer> PollOutgoingAsync(
        AnchorTransaction transaction,
        CancellationToken cancellationToken
    ) => await FindOutgoingAsync(KeyOf(transaction), cancellationToken) ?? RailsAnswer.Pending();

    private async Task<BankTransfer> AnnounceAsync(
        string transactionId,
        Amount amount,
        CancellationToken cancellationToken
    )
    {
        using var response = await http.PostAsJsonAsync(
            "_bank/incoming",
            new BankAnnouncement(transactionId, amount.ToString()),
            BankJson.Default.BankAnnouncement,
            cancellationToken
        );
        return await ReadAsync(response, cancellationToken);
    }

    private async Task<List<BankTransfer>> QueryAsync(string path, BankQuery query, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsJsonAsync(path, query, BankJson.Default.BankQuery, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync(BankJson.Default.ListBankTransfer, cancellationToken) ?? [];
    }

    private static async Task<BankTransfer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync(BankJson.Default.BankTransfer, cancellationToken)
            ?? throw new HttpRequestException("The bank answered nothing.");
    }

    private static RailsAnswer AnswerOfDeposit(BankTransfer transfer) =>
        transfer.Status switch
        {
            "settled" => RailsAnswer.Settled(transfer.Reference, Amount.Parse(transfer.Amount, null)),
            "failed" => RailsAnswer.Failed(transfer.Reason ?? "The bank refused the transfer."),
            _ => RailsAnswer.Pending(transfer.Reference),
        };

    private static RailsAnswer AnswerOfOutgoing(BankTransfer transfer) =>
        transfer.Status switch
        {
            "settled" => RailsAnswer.Settled(transfer.Reference),
            "failed" => RailsAnswer.Failed(transfer.Reason ?? "The bank refused the transfer."),
            _ => RailsAnswer.Pending(transfer.Reference),
        };
}
