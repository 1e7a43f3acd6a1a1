using System.Globalization;
using Anchor.Domain.Mosaic;
using Anchor.Ethereum;
using Anchor.Grains.Ports;

namespace Anchor.Silo.Facilitator;

/// <summary>One stake and mint on two chains of one's own, from nothing to the minted coin.</summary>
internal sealed class FacilitatorDemo(Action<string> say, TimeSpan timeout)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AnchorInterval = TimeSpan.FromSeconds(1);

    private readonly long _started = TimeProvider.System.GetTimestamp();

    /// <summary>True if every amount is right.</summary>
    public async Task<bool> RunAsync(string folder, CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        giveUp.CancelAfter(timeout);
        Say("two chains are started, with the contracts of mosaic-contracts 0.12.0 on them");
        await using var sandbox = await MosaicSandbox.StartAsync(new SandboxChoice(BlockTime: 0.5), giveUp.Token);
        Say(
            $"origin {sandbox.Origin.ChainId} at {sandbox.Origin.Url}, auxiliary {sandbox.Auxiliary.ChainId} at {sandbox.Auxiliary.Url}"
        );
        using var worker = DevelopmentChain.Key("worker");
        var file = SandboxFiles.Write(sandbox, folder, [worker], confirmations: 2);
        await using var facilitator = await LocalFacilitator.StartAsync(file, [worker], giveUp.Token);
        Say($"the facilitator runs; its page is at {facilitator.Url}");
        using var anchoring = CancellationTokenSource.CreateLinkedTokenSource(giveUp.Token);
        var anchor = sandbox.KeepAnchoringAsync(AnchorInterval, anchoring.Token);
        try
        {
            return await StakeAsync(sandbox, facilitator.Requests, giveUp.Token);
        }
        finally
        {
            await anchoring.CancelAsync();
            await anchor;
        }
    }

    private async Task<bool> StakeAsync(MosaicSandbox sandbox, IRequestIndex index, CancellationToken cancellationToken)
    {
        using var person = await sandbox.NewPersonAsync(cancellationToken);
        var beneficiary = DevelopmentChain.Address("beneficiary");
        var before = await sandbox.CoinOfAsync(beneficiary, cancellationToken);
        var amount = MosaicSandbox.Ether * 1_000;
        var request = await person.StakeAsync(amount, beneficiary, cancellationToken);
        Say($"{person.Address} asks to stake {amount} for {beneficiary}: request {request.Hash}");
        RequestStatus last = default;
        var seen = new HashSet<string>();
        while (last != RequestStatus.Complete)
        {
            if (await index.FindAsync(request.Hash.ToString(), cancellationToken) is { } state)
            {
                foreach (var order in state.Orders.Where(order => order.Hash is not null && seen.Add(order.Id)))
                {
                    Say($"  {order.Step} by {order.Worker}: {order.Hash}");
                }

                if (state.Status != last)
                {
                    last = state.Status;
                    Say(last.NameFor(TransferKind.Stake));
                }
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }

        var minted = await sandbox.CoinOfAsync(beneficiary, cancellationToken) - before;
        var highest = amount - (request.GasPrice * request.GasLimit);
        var isRight = minted >= highest && minted < amount;
        Say($"{minted} wei of base coin are there; the rest, {amount - minted}, is the facilitator's reward");
        return isRight;
    }

    private void Say(string what) =>
        say(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{TimeProvider.System.GetElapsedTime(_started).TotalSeconds, 7:0.00} s  {what}"
            )
        );
}
