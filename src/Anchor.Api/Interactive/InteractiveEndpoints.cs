using Anchor.Api.Http;
using Anchor.Api.Look;
using Anchor.Api.Pages;
using Anchor.Api.Sep24;
using Anchor.Api.Tokens;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Grains.Transactions;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Interactive;

/// <summary>
/// The pages that a wallet opens (SEP-24, "Interactive customer information needed"). The link's token works once: it is traded for a cookie, and the
/// browser goes on at an address without it.
/// </summary>
internal sealed class InteractiveEndpoints(
    IGrainFactory grains,
    ITransactionQueries queries,
    IAssetCatalogue assets,
    IFees fees,
    FlowRunner runner,
    InteractiveSession sessions,
    TokenSigner signer,
    Layout layout,
    TimeProvider time,
    IOptions<AnchorApiOptions> options,
    ILogger<InteractiveEndpoints> logger
)
{
    private const string FlowComplete = "flow_complete";

    public void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Sep24Paths.Interactive);
        group.MapGet("/{id}", GetAsync);
        group.MapPost("/{id}", PostAsync);
        group.MapGet("/{id}/fee", GetFeeAsync);
    }

    private Task GetAsync(HttpContext context) =>
        context.Request.Field("token") is { } token ? OpenAsync(context, token) : ShowAsync(context);

    private async Task OpenAsync(HttpContext context, string token)
    {
        var id = IdOf(context);
        if (!signer.TryVerify(TokenKind.Interactive, token, out var claims, out _) || claims.TransactionId != id)
        {
            await PageErrors.LinkAsync(context, layout, TextsFor(context, null));
            return;
        }

        var outcome = await grains
            .GetGrain<ITransactionGrain>(id)
            .ApplyAsync(new OpenInteractive(claims.Id), context.RequestAborted);
        if (outcome.Refusal is { } refusal)
        {
            await (
                refusal.Code == FlowComplete
                    ? RedirectAsync(context, MoreInfo(context, id, initial: false))
                    : PageErrors.LinkAsync(context, layout, TextsFor(context, outcome.Transaction))
            );
            return;
        }

        logger.InteractiveOpened(id);
        sessions.Open(context, id, claims.Subject);
        await RedirectAsync(context, CleanAddress(context, id));
    }

    private async Task ShowAsync(HttpContext context)
    {
        if (await EnterAsync(context) is { } visit)
        {
            await ShowAsync(context, visit, RequestFields.Empty, preview: null, StatusCodes.Status200OK);
        }
    }

    private async Task PostAsync(HttpContext context)
    {
        if (await EnterAsync(context) is not { } visit)
        {
            return;
        }

        var (posted, error) = await RequestBody.ReadAsync(context, options.Value.MaxBodyBytes);
        if (error is not null)
        {
            await PageErrors.PlainAsync(context, layout, visit.Texts, error.Status, visit.Texts.ErrorCharacters);
            return;
        }

        if (!sessions.IsOurForm(visit.SessionId, posted![InteractiveSession.FormField]))
        {
            await PageErrors.SessionAsync(context, layout, visit.Texts);
            return;
        }

        if (posted[FormPage.PreviewButton] is not null)
        {
            await ShowPreviewAsync(context, visit, posted);
            return;
        }

        var amount = posted[InteractiveField.AmountName]?.Trim();
        _ = AmountCheck.TryQuote(visit.Transaction.Kind, amount, visit.Asset, fees, null, out var preview, out _);
        await ShowAsync(context, visit, posted, preview, StatusCodes.Status400BadRequest);
    }

    /// <summary>Shows the form at which the flow stands, or ends the flow. <paramref name="status"/> is for a form with errors.</summary>
    private async Task ShowAsync(HttpContext context, Visit visit, RequestFields posted, FeeQuote? preview, int status)
    {
        var (transaction, asset) = (visit.Transaction, visit.Asset);
        var point = await runner.WalkAsync(transaction, asset, posted, visit.Texts, context.RequestAborted);
        switch (point)
        {
            case FlowPoint.AtForm form:
                await WriteAsync(
                    context,
                    visit,
                    new FormPage(transaction, asset, form, posted, preview, visit.Texts),
                    form.Errors.IsEmpty ? StatusCodes.Status200OK : status
                );
                break;
            case FlowPoint.Through through:
                await SubmitAsync(context, visit, through);
                break;
        }
    }

    /// <summary>The fee without scripts: the same form again, with the sum and without going on.</summary>
    private async Task ShowPreviewAsync(HttpContext context, Visit visit, RequestFields posted)
    {
        var (transaction, asset) = (visit.Transaction, visit.Asset);
        var text = posted[InteractiveField.AmountName]?.Trim();
        var isGood = AmountCheck.TryQuote(transaction.Kind, text, asset, fees, null, out var quote, out var fault);
        var start = await runner.WalkAsync(
            transaction,
            asset,
            posted.Without(InteractiveField.AmountName),
            visit.Texts,
            context.RequestAborted
        );
        if (start is not FlowPoint.AtForm form)
        {
            await RedirectAsync(context, CleanAddress(context, transaction.Id));
            return;
        }

        if (!isGood)
        {
            var sentence = FormCheck.Describe(fault, asset, transaction.Kind, visit.Texts);
            form = form with { Errors = form.Errors.SetItem(InteractiveField.AmountName, sentence) };
        }

        var page = new FormPage(transaction, asset, form, posted, quote, visit.Texts);
        await WriteAsync(context, visit, page, StatusCodes.Status200OK);
    }

    private async Task WriteAsync(HttpContext context, Visit visit, FormPage page, int status)
    {
        var transaction = visit.Transaction;
        var frame = await layout.FormFrameAsync(visit.Texts.Language, transaction, context.RequestAborted);
        await page.Render(frame, CleanAddress(context, transaction.Id), sessions.FormSeal(visit.SessionId))
            .WriteAsync(context, status);
    }

    private async Task SubmitAsync(HttpContext context, Visit visit, FlowPoint.Through answers)
    {
        var id = visit.Transaction.Id;
        var outcome = await grains
            .GetGrain<ITransactionGrain>(id)
            .ApplyAsync(
                new SubmitInteractive(
                    answers.Expected,
                    answers.Fields,
                    time.GetUtcNow() + options.Value.TransferLifetime
                ),
                context.RequestAborted
            );
        if (outcome.Refusal is { Code: not FlowComplete })
        {
            await PageErrors.NotFoundAsync(context, layout, visit.Texts);
            return;
        }

        if (outcome.Changed)
        {
            logger.InteractiveCompleted(id);
        }

        sessions.Close(context, id);
        await RedirectAsync(context, MoreInfo(context, id, initial: true));
    }

    /// <summary>The live fee for the page's script.</summary>
    private async Task GetFeeAsync(HttpContext context)
    {
        var id = IdOf(context);
        var transaction = sessions.Find(context, id) is null
            ? null
            : await grains.GetGrain<ITransactionGrain>(id).GetAsync(context.RequestAborted);
        if (transaction is null || assets.Find(transaction.Asset) is not { } asset)
        {
            await Reply.ErrorAsync(context, ApiError.Forbidden("there is no open session"));
            return;
        }

        var amount = context.Request.Field("amount");
        if (!AmountCheck.TryQuote(transaction.Kind, amount, asset, fees, null, out var quote, out var fault))
        {
            var texts = TextsFor(context, transaction);
            await Reply.ErrorAsync(
                context,
                ApiError.BadRequest(FormCheck.Describe(fault, asset, transaction.Kind, texts))
            );
            return;
        }

        await Reply.JsonAsync(
            context,
            quote,
            static (writer, quote) =>
            {
                writer.WriteStartObject();
                writer.WriteString("in"u8, quote.In.ToString());
                writer.WriteString("fee"u8, quote.Fee.ToString());
                writer.WriteString("out"u8, quote.Out.ToString());
                writer.WriteEndObject();
            }
        );
    }

    /// <summary>The visitor's session and transaction; null if the answer was given already.</summary>
    private async Task<Visit?> EnterAsync(HttpContext context)
    {
        var id = IdOf(context);
        if (sessions.Find(context, id) is not { } session)
        {
            await LeaveAsync(context, id);
            return null;
        }

        var transaction = await grains.GetGrain<ITransactionGrain>(id).GetAsync(context.RequestAborted);
        var texts = TextsFor(context, transaction);
        if (transaction is null || assets.Find(transaction.Asset) is not { } asset)
        {
            await PageErrors.NotFoundAsync(context, layout, texts);
            return null;
        }

        if (transaction.Status != TransactionStatus.Incomplete)
        {
            await RedirectAsync(context, MoreInfo(context, id, initial: false));
            return null;
        }

        return new Visit(session, transaction, asset, texts);
    }

    /// <summary>
    /// Without a session an unfinished form stays closed. A finished one leads to the status page, which is open to whoever has the id: a user who comes back
    /// to it must not be told to start again.
    /// </summary>
    private async Task LeaveAsync(HttpContext context, string id)
    {
        var transaction = await queries.FindAsync(id, context.RequestAborted);
        await (
            transaction is null or { Status: TransactionStatus.Incomplete }
                ? PageErrors.SessionAsync(context, layout, TextsFor(context, transaction))
                : RedirectAsync(context, MoreInfo(context, id, initial: false))
        );
    }

    private static string IdOf(HttpContext context) => (string)context.Request.RouteValues["id"]!;

    /// <summary>The wallet's language; where it gave none, the page's own parameter.</summary>
    private static PageTexts TextsFor(HttpContext context, AnchorTransaction? transaction) =>
        PageTexts.For(transaction?.Language ?? context.Request.Field("lang"));

    private string CleanAddress(HttpContext context, string id) =>
        Sep24Paths.InteractiveOf(id) + Callbacks.From(context.Request, options.Value).Query('?');

    private string MoreInfo(HttpContext context, string id, bool initial) =>
        $"{Sep24Paths.MoreInfo}?id={Uri.EscapeDataString(id)}{(initial ? "&initial=1" : "")}"
        + Callbacks.From(context.Request, options.Value).Query('&');

    private static Task RedirectAsync(HttpContext context, string address)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = address;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        return Task.CompletedTask;
    }

    private sealed record Visit(string SessionId, AnchorTransaction Transaction, AssetTerms Asset, PageTexts Texts);
}
