using Anchor.Grains;
using Anchor.Grains.Ingest;
using Anchor.Grains.Networks;
using Anchor.Grains.Payments;
using Anchor.Grains.Ports;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Operator;

/// <summary><c>/operator/watch</c>: the cursors, for a watcher that is a process of its own. It reads by the epoch it is given, and stops when that is over.</summary>
internal static class WatchEndpoints
{
    public static RouteGroupBuilder MapOperatorWatch(this RouteGroupBuilder operators)
    {
        var watch = operators.MapGroup("/watch");
        watch.MapGet("", GetSources);
        watch.MapGet("/network", GetNetworkAsync);
        watch.MapPost("/{source}/reader", AppointAsync);
        watch.MapPost("/{source}/pages", AppendAsync);
        watch.MapPost("/{source}/report", ReportAsync);
        watch.MapPost("/{source}/resign", ResignAsync);
        return operators;
    }

    private static JsonHttpResult<WatchSources> GetSources(
        [FromServices] IAssetCatalogue assets,
        [FromServices] IOptions<AnchorApiOptions> options
    ) =>
        TypedResults.Json(
            new WatchSources(
                [.. assets.DistributionAccounts()],
                options.Value.HorizonUrl,
                options.Value.NetworkPassphrase
            ),
            WatchJson.Default.WatchSources
        );

    private static async Task<JsonHttpResult<WatchReset>> GetNetworkAsync(
        [FromServices] NetworkWatch network,
        CancellationToken cancellationToken
    ) =>
        TypedResults.Json(
            new WatchReset(await network.FindResetAsync(cancellationToken)),
            WatchJson.Default.WatchReset
        );

    private static async Task<Results<JsonHttpResult<WatchReader>, JsonHttpResult<OperatorError>>> AppointAsync(
        string source,
        HttpRequest request,
        [FromServices] IGrainFactory grains,
        [FromServices] IAssetCatalogue assets,
        CancellationToken cancellationToken
    )
    {
        if (!assets.DistributionAccounts().Contains(source, StringComparer.Ordinal))
        {
            return OperatorResults.NotFound("no asset is served from this account");
        }

        var asked = await request.ReadFromJsonAsync(WatchJson.Default.WatchHolder, cancellationToken);
        if (asked is null)
        {
            return OperatorResults.BadRequest("holder: who reads");
        }

        var given = await grains.GetGrain<IIngestGrain>(source).AppointAsync(asked.Holder, cancellationToken);
        return given.Refusal is { } refusal
            ? OperatorResults.Conflict(refusal)
            : TypedResults.Json(new WatchReader(given.Epoch, given.Cursor), WatchJson.Default.WatchReader);
    }

    private static async Task<Results<JsonHttpResult<WatchTaken>, JsonHttpResult<OperatorError>>> AppendAsync(
        string source,
        HttpRequest request,
        [FromServices] IGrainFactory grains,
        [FromServices] MatchedPayments matched,
        [FromServices] IOptions<AnchorGrainOptions> options,
        CancellationToken cancellationToken
    )
    {
        var page = await request.ReadFromJsonAsync(WatchJson.Default.WatchPage, cancellationToken);
        if (page is null || page.Payments.IsDefault)
        {
            return OperatorResults.BadRequest("a page has an epoch, payments and a cursor");
        }

        var grain = grains.GetGrain<IIngestGrain>(source);
        if (!await grain.AppendAsync(page.Epoch, page.Payments, page.Cursor, cancellationToken))
        {
            return Taken(new WatchTaken(false, 0));
        }

        var execute =
            page.Execute ?? (options.Value.ExecuteOnMatch == ExecuteOnMatch.Inline ? WatchExecution.Inline : null);
        return Taken(
            new WatchTaken(
                true,
                execute is null
                    ? 0
                    : await matched.ExecuteAsync(
                        source,
                        page.Payments,
                        waits: execute == WatchExecution.Inline,
                        cancellationToken
                    )
            )
        );
    }

    private static async Task<Results<JsonHttpResult<WatchTaken>, JsonHttpResult<OperatorError>>> ReportAsync(
        string source,
        HttpRequest request,
        [FromServices] IGrainFactory grains,
        CancellationToken cancellationToken
    ) =>
        await request.ReadFromJsonAsync(WatchJson.Default.WatchReport, cancellationToken) is { } report
            ? Taken(
                new WatchTaken(
                    await grains
                        .GetGrain<IIngestGrain>(source)
                        .ReportAsync(report.Epoch, report.SeenUpTo, report.Alarm, cancellationToken),
                    0
                )
            )
            : OperatorResults.BadRequest("a report has an epoch");

    private static async Task<Results<JsonHttpResult<WatchTaken>, JsonHttpResult<OperatorError>>> ResignAsync(
        string source,
        HttpRequest request,
        [FromServices] IGrainFactory grains,
        CancellationToken cancellationToken
    )
    {
        if (await request.ReadFromJsonAsync(WatchJson.Default.WatchReport, cancellationToken) is not { } report)
        {
            return OperatorResults.BadRequest("a report has an epoch");
        }

        await grains.GetGrain<IIngestGrain>(source).ResignAsync(report.Epoch, cancellationToken);
        return Taken(new WatchTaken(true, 0));
    }

    private static JsonHttpResult<WatchTaken> Taken(WatchTaken answer) =>
        TypedResults.Json(answer, WatchJson.Default.WatchTaken);
}
