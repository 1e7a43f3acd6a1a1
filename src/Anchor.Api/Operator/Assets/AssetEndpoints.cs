using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Anchor.Api.Operator.Assets;

/// <summary><c>/operator/assets</c>: what <c>anchor assets</c> and <c>anchor testnet</c> ask for.</summary>
internal static class AssetEndpoints
{
    public static RouteGroupBuilder MapOperatorAssets(this RouteGroupBuilder operators)
    {
        var assets = operators.MapGroup("/assets");
        assets.MapGet("", ListAsync);
        assets.MapPost("", AddAsync);
        assets.MapPost("/set", SetAsync);
        assets.MapPost("/enable", EnableAsync);
        assets.MapPost("/disable", DisableAsync);
        assets.MapPost("/delete", DeleteAsync);
        assets.MapPost("/issue", IssueAsync);
        return operators;
    }

    private static async Task<JsonHttpResult<AssetList>> ListAsync(
        [FromServices] IAssetAdministration assets,
        CancellationToken cancellationToken
    ) => TypedResults.Json(await assets.ListAsync(cancellationToken), AssetsJson.Default.AssetList);

    private static Task<IResult> AddAsync(
        HttpContext context,
        [FromServices] IAssetAdministration assets,
        CancellationToken cancellationToken
    ) => ActAsync(context, AssetsJson.Default.AssetChange, assets.AddAsync, cancellationToken);

    private static Task<IResult> SetAsync(
        HttpContext context,
        [FromServices] IAssetAdministration assets,
        CancellationToken cancellationToken
    ) => ActAsync(context, AssetsJson.Default.AssetChange, assets.SetAsync, cancellationToken);

    private static Task<IResult> EnableAsync(
        HttpContext context,
        [FromServices] IAssetAdministration assets,
        CancellationToken cancellationToken
    ) =>
        ActAsync(
            context,
            AssetsJson.Default.AssetName,
            (name, token) => assets.EnableAsync(name, enabled: true, token),
            cancellationToken
        );

    private static Task<IResult> DisableAsync(
        HttpContext context,
        [FromServices] IAssetAdministration assets,
        CancellationToken cancellationToken
    ) =>
        ActAsync(
            context,
            AssetsJson.Default.AssetName,
            (name, token) => assets.EnableAsync(name, enabled: false, token),
            cancellationToken
        );

    private static Task<IResult> DeleteAsync(
        HttpContext context,
        [FromServices] IAssetAdministration assets,
        CancellationToken cancellationToken
    ) => ActAsync(context, AssetsJson.Default.AssetName, assets.DeleteAsync, cancellationToken);

    private static Task<IResult> IssueAsync(
        HttpContext context,
        [FromServices] IAssetAdministration assets,
        CancellationToken cancellationToken
    ) => ActAsync(context, AssetsJson.Default.AssetIssueOrder, assets.IssueAsync, cancellationToken);

    private static async Task<IResult> ActAsync<TBody>(
        HttpContext context,
        JsonTypeInfo<TBody> type,
        Func<TBody, CancellationToken, Task<AssetOutcome>> act,
        CancellationToken cancellationToken
    )
        where TBody : class
    {
        TBody? body;
        try
        {
            body = await context.Request.ReadFromJsonAsync(type, cancellationToken);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The message of a JsonException may repeat a part of the body, and with it a seed.
            body = null;
        }

        return body is null
            ? OperatorResults.BadRequest("The body is not what is expected here.")
            : await act(body, cancellationToken) switch
            {
                AssetOutcome.Done done => TypedResults.Json(done.Answer, AssetsJson.Default.AssetAnswer),
                AssetOutcome.Wrong wrong => OperatorResults.BadRequest(string.Join('\n', wrong.Faults)),
                AssetOutcome.NotNow notNow => OperatorResults.Conflict(notNow.Reason),
                var outcome => throw new InvalidOperationException($"No answer for {outcome}."),
            };
    }
}
