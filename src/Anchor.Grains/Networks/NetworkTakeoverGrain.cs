using Anchor.Domain;
using Anchor.Domain.Network;
using Anchor.Grains.Ports;

namespace Anchor.Grains.Networks;

/// <summary>Stateless: the network's grain holds what was decided, and sees it through.</summary>
[GrainType("network-takeover")]
[StatelessWorker(4)]
public sealed class NetworkTakeoverGrain(NetworkWatch watch, IReissuing? reissuing = null)
    : Grain,
        INetworkTakeoverGrain
{
    public Task<bool> ReissuesAsync(CancellationToken cancellationToken) => Task.FromResult(reissuing is not null);

    public async Task<NetworkOutcome> BeginAsync(bool force, CancellationToken cancellationToken)
    {
        var view = await watch.LookAsync(TimeSpan.Zero, cancellationToken);
        if (view.State.Condition == NetworkCondition.Resolving)
        {
            return new NetworkOutcome(view.State, null);
        }

        if (view.Sight.Latest is null)
        {
            return Refuse(view, "unreachable", $"The network cannot be looked at: {view.Sight.Reason}.");
        }

        if (view.State.Condition != NetworkCondition.Reset && !force)
        {
            return Refuse(view, "not_reset", $"The network was not reset: {view.Sight.Reason}.");
        }

        if (reissuing is not null)
        {
            // Before the ledger that is read from, so that nobody takes the anchor's own payments for a user's.
            await reissuing.ReissueAsync(cancellationToken);
            view = await watch.LookAsync(TimeSpan.Zero, cancellationToken);
        }

        return view.Sight.Latest is { } latest
            ? await GrainFactory
                .GetGrain<INetworkGrain>(NetworkKeys.Stellar)
                .ApplyAsync(new BeginReset(latest, force), cancellationToken)
            : Refuse(view, "unreachable", $"The network cannot be looked at: {view.Sight.Reason}.");
    }

    private static NetworkOutcome Refuse(NetworkView view, string code, string detail) =>
        new(view.State, new Refusal(code, detail));
}
