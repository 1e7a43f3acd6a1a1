using Anchor.Domain.Network;
using Anchor.Grains.Networks;
using Anchor.Stellar;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Operator;

/// <summary>
/// The network that the anchor works on. <c>GET /operator/network</c> tells how it stands; <c>POST /operator/network/reset</c> takes over a
/// network that began anew: it ends what hung on the old one, reads the new one from its present ledger, and opens it for payments.
/// </summary>
/// <remarks>
/// Post after the assets were issued anew. The body is optional, <c>{"force": true}</c> where no reset is proved. The answer is
/// <see cref="OperatorNetwork"/>: 200 when all is done, 202 while it goes on: post again until it is 200, as often as need be, also after
/// a crash. 409: there is nothing to take over, or the network cannot be asked. 403: it is the public network.
/// </remarks>
internal static class NetworkEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static RouteGroupBuilder MapOperatorNetwork(this RouteGroupBuilder operators)
    {
        operators.MapGet("/network", GetAsync);
        operators.MapPost("/network/reset", ResetAsync);
        return operators;
    }

    private static async Task<JsonHttpResult<OperatorNetwork>> GetAsync(
        IGrainFactory grains,
        CancellationToken cancellationToken
    ) =>
        Show(
            await grains.GetGrain<INetworkGrain>(NetworkKeys.Stellar).GetAsync(cancellationToken),
            await ReissuesAsync(grains, cancellationToken),
            StatusCodes.Status200OK
        );

    private static async Task<Results<JsonHttpResult<OperatorNetwork>, JsonHttpResult<OperatorError>>> ResetAsync(
        OperatorNetworkReset? order,
        IGrainFactory grains,
        IOptions<AnchorApiOptions> options,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (options.Value.NetworkPassphrase == Network.Public.Passphrase)
        {
            return OperatorResults.Forbidden("the public network is never reset");
        }

        var outcome = await grains
            .GetGrain<INetworkTakeoverGrain>(NetworkKeys.Stellar)
            .BeginAsync(order?.Force ?? false, cancellationToken);
        if (outcome.Refusal is { } refusal)
        {
            return OperatorResults.Conflict(refusal.Detail);
        }

        var state = outcome.State;
        var end = time.GetUtcNow() + Patience;
        while (state.Condition == NetworkCondition.Resolving && time.GetUtcNow() < end)
        {
            await Task.Delay(Pause, time, cancellationToken);
            state = await grains.GetGrain<INetworkGrain>(NetworkKeys.Stellar).GetAsync(cancellationToken);
        }

        return Show(
            state,
            await ReissuesAsync(grains, cancellationToken),
            state.Condition == NetworkCondition.Resolving ? StatusCodes.Status202Accepted : StatusCodes.Status200OK
        );
    }

    private static Task<bool> ReissuesAsync(IGrainFactory grains, CancellationToken cancellationToken) =>
        grains.GetGrain<INetworkTakeoverGrain>(NetworkKeys.Stellar).ReissuesAsync(cancellationToken);

    private static JsonHttpResult<OperatorNetwork> Show(NetworkState state, bool reissues, int status) =>
        TypedResults.Json(
            new OperatorNetwork(
                state.Condition,
                state.Era,
                state.Evidence,
                state.NoticedAt,
                reissues,
                state.Progress?.Stage,
                state.Progress?.Transactions ?? 0,
                state.Progress?.Payouts ?? 0,
                state.Progress?.FinishedAt
            ),
            OperatorJson.Default.OperatorNetwork,
            statusCode: status
        );
}

/// <summary>What the operator says when taking over a network.</summary>
/// <param name="Force">Also where it is not proved that the network was reset.</param>
public sealed record OperatorNetworkReset(bool Force = false);

/// <summary>How the network stands.</summary>
/// <param name="Era">How many resets were taken over.</param>
/// <param name="Evidence">By what a reset was noticed that is not taken over yet; else null.</param>
/// <param name="Reissues">The server issues its assets anew by itself: it need not be done before.</param>
/// <param name="Stage">Of the takeover under way, or of the last one; null before the first.</param>
/// <param name="Transactions">How many open transactions it has told.</param>
/// <param name="Payouts">How many payouts it has ended.</param>
public sealed record OperatorNetwork(
    NetworkCondition Condition,
    int Era,
    string? Evidence,
    DateTimeOffset? NoticedAt,
    bool Reissues,
    ResetStage? Stage,
    long Transactions,
    long Payouts,
    DateTimeOffset? FinishedAt
);
