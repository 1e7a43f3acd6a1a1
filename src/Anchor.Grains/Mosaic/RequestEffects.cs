using Anchor.Domain.Mosaic;
using Anchor.Grains.Ports;

namespace Anchor.Grains.Mosaic;

/// <summary>One round of a request: its stored orders are seen to, the chains are asked, and what the machine misses is found.</summary>
public sealed class RequestEffects(
    IMosaicChains chains,
    RequestWorkers workers,
    ISecretSealer sealer,
    IRequestSteps steps,
    IRandom random
)
{
    private const int SecretSize = 32;

    /// <summary>True if anything was learned or sent.</summary>
    internal async Task<bool> StepAsync(IRequestGrain grain, MosaicRequest request, CancellationToken cancellationToken)
    {
        var moved = false;
        foreach (var order in request.OpenOrders())
        {
            moved |= await SeeToAsync(grain, request, order, cancellationToken);
        }

        if (moved)
        {
            return true;
        }

        var sight = await chains.LookAsync(request, cancellationToken);
        var outcome = await grain.ApplyAsync(new TakeSight(sight, PolicyOf(request)), cancellationToken);
        return await FillAsync(grain, outcome.Request, cancellationToken) || outcome.Changed;
    }

    private async Task<bool> SeeToAsync(
        IRequestGrain grain,
        MosaicRequest request,
        StepOrder order,
        CancellationToken cancellationToken
    )
    {
        var terms = request.Terms!;
        var chain = chains.ChainOf(terms.Pair, terms.Kind, order.Step.Side());
        return await workers.FindAsync(chain, order, cancellationToken) switch
        {
            null => await SendAsync(grain, request, order, chain, cancellationToken),
            { End: { } end } fate => await EndAsync(
                grain,
                request,
                order,
                end,
                fate.Hash,
                fate.Reason,
                cancellationToken
            ),
            _ => false,
        };
    }

    private async Task<bool> SendAsync(
        IRequestGrain grain,
        MosaicRequest request,
        StepOrder order,
        string chain,
        CancellationToken cancellationToken
    )
    {
        string? secret = null;
        if (order.Step is RequestStep.ProgressSource or RequestStep.ProgressTarget)
        {
            secret = sealer.TryUnseal(NameOf(request.Terms!), request.Lock!.SealedSecret);
            if (secret is null || chains.LockOf(request.Terms!, secret).HashLock != request.Lock.HashLock)
            {
                await grain.ApplyAsync(new LoseSecret(), cancellationToken);
                return await EndAsync(
                    grain,
                    request,
                    order,
                    StepEnd.Failed,
                    null,
                    "The stored secret does not open the lock.",
                    cancellationToken
                );
            }
        }

        switch (await chains.PrepareAsync(request, order, secret, cancellationToken))
        {
            case StepPreparation.Ready ready:
                steps.Sending(request, order);
                await workers.SendAsync(chain, order, ready, cancellationToken);
                return false;
            case StepPreparation.WouldFail fail:
                return await EndAsync(grain, request, order, StepEnd.Failed, null, fail.Reason, cancellationToken);
            default:
                return await EndAsync(grain, request, order, StepEnd.Done, null, null, cancellationToken);
        }
    }

    private async Task<bool> EndAsync(
        IRequestGrain grain,
        MosaicRequest request,
        StepOrder order,
        StepEnd end,
        string? hash,
        string? reason,
        CancellationToken cancellationToken
    )
    {
        var outcome = await grain.ApplyAsync(
            new EndOrder(order.Id, end, hash, reason, PolicyOf(request)),
            cancellationToken
        );
        return outcome.Changed;
    }

    private async Task<bool> FillAsync(IRequestGrain grain, MosaicRequest request, CancellationToken cancellationToken)
    {
        var terms = request.Terms!;
        switch (request.Needs)
        {
            case RequestNeed.Lock:
                var secret = NewSecret();
                var (hashLock, messageHash) = chains.LockOf(terms, secret);
                var made = new OwnLock(hashLock, sealer.Seal(NameOf(terms), secret), messageHash);
                return (await grain.ApplyAsync(new SetLock(made), cancellationToken)).Changed;
            case RequestNeed.Workers:
                var source = request.SourceWorker ?? await ChooseAsync(terms, Side.Source, cancellationToken);
                var target = request.TargetWorker ?? await ChooseAsync(terms, Side.Target, cancellationToken);
                var assigned = await grain.ApplyAsync(new AssignWorkers(source, target), cancellationToken);
                if (source is null || target is null)
                {
                    var chain = chains.ChainOf(terms.Pair, terms.Kind, source is null ? Side.Source : Side.Target);
                    await grain.ApplyAsync(
                        new MissWorkers($"No worker of chain {chain} has coin enough."),
                        cancellationToken
                    );
                }

                return assigned.Changed;
            default:
                return false;
        }
    }

    private FacilitationPolicy PolicyOf(MosaicRequest request) => chains.PolicyOf(request.Terms!.Pair);

    private Task<string?> ChooseAsync(RequestTerms terms, Side side, CancellationToken cancellationToken) =>
        workers.ChooseAsync(chains.ChainOf(terms.Pair, terms.Kind, side), cancellationToken);

    private string NewSecret()
    {
        Span<byte> bytes = stackalloc byte[SecretSize];
        random.Fill(bytes);
        return $"0x{Convert.ToHexStringLower(bytes)}";
    }

    private static string NameOf(RequestTerms terms) => $"mosaic/{terms.RequestHash}";
}
