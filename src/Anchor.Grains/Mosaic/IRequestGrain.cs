using Anchor.Domain;
using Anchor.Domain.Mosaic;

namespace Anchor.Grains.Mosaic;

/// <summary>A request between two chains, whichever way its value goes. The key is the request's hash.</summary>
[Alias("anchor.IRequestGrain")]
public interface IRequestGrain : IGrainWithStringKey
{
    [Alias("apply")]
    Task<RequestOutcome> ApplyAsync(RequestCommand command, CancellationToken cancellationToken);

    /// <summary>Null if it was never recorded.</summary>
    [ReadOnly]
    [Alias("get")]
    Task<MosaicRequest?> GetAsync(CancellationToken cancellationToken);

    /// <summary>Something happened on its chains: it looks again now, and need not wait for its next look.</summary>
    [Alias("nudge")]
    Task NudgeAsync(CancellationToken cancellationToken);
}

/// <summary>A request to stake on the origin chain and mint on the auxiliary one.</summary>
[Alias("anchor.IStakeRequestGrain")]
public interface IStakeRequestGrain : IRequestGrain;

/// <summary>A request to redeem on the auxiliary chain and unstake on the origin one.</summary>
[Alias("anchor.IRedeemRequestGrain")]
public interface IRedeemRequestGrain : IRequestGrain;

/// <summary>The answer to a command.</summary>
/// <param name="Request">The state after it.</param>
/// <param name="Refusal">Null if the command was accepted, now or before.</param>
/// <param name="Changed">False for a duplicate or a refusal.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.mosaic.outcome")]
public sealed record RequestOutcome(MosaicRequest Request, Refusal? Refusal, bool Changed);

/// <summary>Finds requests' grains.</summary>
public static class RequestGrains
{
    /// <summary>The grain of a request, which is of another type for each kind.</summary>
    public static IRequestGrain GetRequest(this IGrainFactory grains, TransferKind kind, string requestHash)
    {
        ArgumentNullException.ThrowIfNull(grains);
        return kind == TransferKind.Stake
            ? grains.GetGrain<IStakeRequestGrain>(requestHash)
            : grains.GetGrain<IRedeemRequestGrain>(requestHash);
    }
}
