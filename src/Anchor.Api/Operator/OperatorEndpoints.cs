using Anchor.Api.Operator.Assets;
using Anchor.Api.Operator.Sync;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Operator;

/// <summary><c>/operator</c>: what the program's commands ask of the process that holds the installation. <see cref="OperatorGate"/> lets the token's holder in.</summary>
internal static class OperatorEndpoints
{
    /// <summary>Maps the whole group; each subject has a file of its own that adds to it.</summary>
    public static RouteGroupBuilder MapOperator(this IEndpointRouteBuilder routes)
    {
        var operators = routes.MapGroup(OperatorGate.Path);
        operators.MapGet("/status", GetStatus);
        operators.MapOperatorNetwork();
        operators.MapOperatorAssets();
        operators.MapOperatorPolls();
        operators.MapOperatorWatch();
        operators.MapOperatorSync();
        return operators;
    }

    private static JsonHttpResult<OperatorStatus> GetStatus(ServerInfo info, IOptions<OperatorOptions> options) =>
        TypedResults.Json(
            new OperatorStatus(ServerInfo.Version, info.Runtime, Environment.ProcessId, options.Value.Role),
            OperatorJson.Default.OperatorStatus
        );
}
