using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;

namespace Anchor.Simulation.World;

/// <summary>One process' way to a bank that is asked about one transaction at a time.</summary>
internal class BankPort(SimWorld world, Link link) : IRails
{
    /// <summary>A bank that can look keys up knows within half a minute of a try whether it had an effect; the call began a little after it.</summary>
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(18);

    public RailsGuarantee Guarantee => world.Profile.Guarantee;

    public Task<RailsAnswer> PollDepositAsync(AnchorTransaction transaction, CancellationToken cancellationToken) =>
        AskAsync($"poll {transaction.Id}", () => world.Bank.PollDeposit(transaction.Id), cancellationToken);

    public Task<RailsAnswer> PollOutgoingAsync(AnchorTransaction transaction, CancellationToken cancellationToken) =>
        AskAsync($"poll {transaction.Id}", () => world.Bank.PollOutgoing(transaction.Id), cancellationToken);

    public Task<RailsAnswer> ExecuteOutgoingAsync(
        AnchorTransaction transaction,
        string idempotencyKey,
        CancellationToken cancellationToken
    )
    {
        world.Rules.OnEffect(idempotencyKey);
        return link.SendAsync(
            StepKind.Bank,
            $"pay out {idempotencyKey}",
            () => world.Bank.Execute(transaction, idempotencyKey),
            Latest,
            cancellationToken
        );
    }

    public Task<RailsAnswer?> FindOutgoingAsync(string idempotencyKey, CancellationToken cancellationToken) =>
        AskAsync($"find {idempotencyKey}", () => world.Bank.Find(idempotencyKey), cancellationToken);

    protected Task<T> AskAsync<T>(string step, Func<T> answer, CancellationToken cancellationToken) =>
        link.AskAsync(StepKind.Bank, step, answer, cancellationToken);
}

/// <summary>One process' way to a bank that is asked about many transactions at once.</summary>
internal sealed class BatchBankPort(SimWorld world, Link link) : BankPort(world, link), IRails
{
    private readonly Bank _bank = world.Bank;

    public Task<IReadOnlyDictionary<string, RailsAnswer>> PollDepositsAsync(
        IReadOnlyList<AnchorTransaction> transactions,
        CancellationToken cancellationToken
    ) => PollAsync("poll deposits", transactions, _bank.PollDeposit, cancellationToken);

    public Task<IReadOnlyDictionary<string, RailsAnswer>> PollOutgoingAsync(
        IReadOnlyList<AnchorTransaction> transactions,
        CancellationToken cancellationToken
    ) => PollAsync("poll outgoing", transactions, _bank.PollOutgoing, cancellationToken);

    private Task<IReadOnlyDictionary<string, RailsAnswer>> PollAsync(
        string step,
        IReadOnlyList<AnchorTransaction> transactions,
        Func<string, RailsAnswer> answer,
        CancellationToken cancellationToken
    ) =>
        AskAsync<IReadOnlyDictionary<string, RailsAnswer>>(
            step,
            () => transactions.ToDictionary(transaction => transaction.Id, transaction => answer(transaction.Id)),
            cancellationToken
        );
}
