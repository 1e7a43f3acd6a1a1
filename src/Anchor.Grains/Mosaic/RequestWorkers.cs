using Anchor.Domain.Mosaic;
using Anchor.Domain.Workers;
using Anchor.Grains.Ports;
using Anchor.Grains.Workers;
using Microsoft.Extensions.Logging;

namespace Anchor.Grains.Mosaic;

/// <summary>How an order fares at its worker's account.</summary>
/// <param name="End">Null while it is under way.</param>
/// <param name="Hash">The transaction, as far as there is one.</param>
/// <param name="Reason">Why it failed.</param>
internal sealed record OrderFate(StepEnd? End, string? Hash, string? Reason);

/// <summary>Requests' dealings with the workers' accounts: each order is sent once, under its id, whatever happens in between.</summary>
public sealed class RequestWorkers(
    IGrainFactory grains,
    WorkerChoice choice,
    IMosaicChains chains,
    ILogger<RequestWorkers> logger
)
{
    /// <summary>What is known of an order; null if the account never heard of it.</summary>
    internal async Task<OrderFate?> FindAsync(string chain, StepOrder order, CancellationToken cancellationToken) =>
        await AccountOf(chain, order).FindAsync(order.Id, cancellationToken) switch
        {
            null => null,
            { Status: WorkerStatus.Succeeded } done => new OrderFate(StepEnd.Done, done.End?.Hash, null),
            { Status: WorkerStatus.Failed } failed => new OrderFate(
                StepEnd.Failed,
                failed.End?.Hash,
                failed.Trouble ?? "The transaction failed without a reason."
            ),
            { Status: WorkerStatus.OutOfFunds } poor => new OrderFate(StepEnd.OutOfFunds, null, poor.Trouble),
            var underway => new OrderFate(null, underway.Attempts.LastOrDefault()?.Hash, null),
        };

    /// <summary>Hands an order over. Handing the same one over again changes nothing.</summary>
    internal async Task SendAsync(
        string chain,
        StepOrder order,
        StepPreparation.Ready call,
        CancellationToken cancellationToken
    )
    {
        var account = WorkerAccount.KeyOf(chain, order.Worker);
        var sent = new WorkerOrder(order.Id, account, call.To, call.Value, call.Data, GasLimit: 0);
        if (await AccountOf(chain, order).OrderAsync(sent, cancellationToken) is { } refusal)
        {
            // Of a shared proof somebody else's bytes may stand there already: how those fare is what counts.
            logger.StepNotTaken(order.Id, refusal.Code, refusal.Detail);
        }
    }

    /// <summary>The next worker of the chain in turn that has coin enough, or null.</summary>
    internal async Task<string?> ChooseAsync(string chain, CancellationToken cancellationToken)
    {
        var least = await chains.CoinForStepAsync(chain, cancellationToken);
        return await choice.ChooseAsync(chain, least.Value, cancellationToken) is { } account
            ? WorkerAccount.AddressOf(account)
            : null;
    }

    private IWorkerAccountGrain AccountOf(string chain, StepOrder order) =>
        grains.GetGrain<IWorkerAccountGrain>(WorkerAccount.KeyOf(chain, order.Worker));
}
