using System.Collections.Immutable;
using Anchor.Api.Http;
using Anchor.Api.Look;
using Anchor.Api.Pages;
using Anchor.Api.Sep24;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Interactive;

/// <summary>
/// The status page that <c>more_info_url</c> names, and the record it polls. Whoever has the id may look: it cannot be guessed, and nothing personal is shown.
/// </summary>
internal sealed class MoreInfoEndpoints(
    ITransactionQueries queries,
    IAssetCatalogue assets,
    FlowRunner runner,
    TransactionJson json,
    Layout layout,
    IOptions<AnchorApiOptions> options
)
{
    private const int MaxId = 128;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Sep24Paths.MoreInfo, GetPageAsync);
        routes.MapGet(Sep24Paths.MoreInfoStatus, GetStatusAsync);
    }

    private async Task GetPageAsync(HttpContext context)
    {
        var transaction = await FindAsync(context);
        var texts = PageTexts.For(transaction?.Language ?? context.Request.Field("lang"));
        if (transaction is null)
        {
            await PageErrors.NotFoundAsync(context, layout, texts);
            return;
        }

        var instructions =
            transaction.Status == TransactionStatus.PendingUserTransferStart
                ? await runner
                    .FlowOf(transaction)
                    .InstructionsAsync(transaction, texts.Language, context.RequestAborted)
                : ImmutableArray<Instruction>.Empty;
        var decimals = assets.Find(transaction.Asset)?.Decimals ?? 7;
        var callbacks = Callbacks.From(context.Request, options.Value);
        var frame = await layout.FrameAsync(PageKind.MoreInfo, texts.Language, transaction, context.RequestAborted);
        await new MoreInfoPage(transaction, decimals, instructions, texts)
            .Render(frame, callbacks.Origins)
            .WriteAsync(context);
    }

    private async Task GetStatusAsync(HttpContext context)
    {
        var transaction = await FindAsync(context);
        context.Response.Headers.CacheControl = "no-store";
        await (
            transaction is null
                ? Reply.ErrorAsync(context, ApiError.NotFound("transaction not found"))
                : Reply.JsonAsync(context, (json, transaction), static (w, s) => s.json.WriteOne(w, s.transaction))
        );
    }

    private async ValueTask<AnchorTransaction?> FindAsync(HttpContext context) =>
        context.Request.Field("id") is { Length: <= MaxId } id
            ? await queries.FindAsync(id, context.RequestAborted)
            : null;
}
