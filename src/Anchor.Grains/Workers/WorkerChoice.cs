using System.Numerics;
using Anchor.Domain.Workers;
using Anchor.Grains.Ports;

namespace Anchor.Grains.Workers;

/// <summary>Chooses who works: the chain's workers in turn, those left out that have too little coin beside what they owe already.</summary>
public sealed class WorkerChoice(IGrainFactory grains, IWorkerLedger ledger)
{
    /// <summary>The key of the account, or null if none has the coin now. The chain is only asked about accounts that seem to have too little.</summary>
    /// <param name="chain">The name of the chain.</param>
    /// <param name="least">What it must have beyond its commitments, in wei.</param>
    /// <param name="cancellationToken">Gives the choice up.</param>
    public async Task<string?> ChooseAsync(string chain, BigInteger least, CancellationToken cancellationToken)
    {
        var accounts = ledger.Accounts.Where(account => WorkerAccount.ChainOf(account) == chain).ToList();
        if (accounts.Count == 0)
        {
            return null;
        }

        var turn = await grains.GetGrain<IWorkerTurnGrain>(chain).TakeAsync(cancellationToken);
        for (var i = 0; i < accounts.Count; i++)
        {
            var account = accounts[(int)((turn + i) % accounts.Count)];
            if (await CanPayAsync(account, least, cancellationToken))
            {
                return account;
            }
        }

        return null;
    }

    private async Task<bool> CanPayAsync(string account, BigInteger least, CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IWorkerAccountGrain>(account);
        var view = await grain.GetViewAsync(cancellationToken);
        var committed = FeeRules.Wei(view.Committed);
        if (view.Balance is { } known && FeeRules.Wei(known) - committed >= least)
        {
            return true;
        }

        // It may have been filled up since.
        var sight = await ledger.LookAsync(account, [], cancellationToken);
        await grain.SeenAsync(new WorkerLook(sight.Height, sight.Count, sight.Balance), cancellationToken);
        return FeeRules.Wei(sight.Balance) - committed >= least;
    }
}
