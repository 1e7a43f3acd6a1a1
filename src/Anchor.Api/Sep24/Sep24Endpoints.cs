using Anchor.Api.Http;
using Anchor.Api.Tokens;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Sep24;

/// <summary>The JSON side of SEP-24 3.8: start, look up, list, fee, info.</summary>
internal sealed class Sep24Endpoints(
    WebAuth auth,
    InteractiveStart start,
    TransactionSearch search,
    TransactionJson json,
    Sep24Info info,
    IAssetCatalogue assets,
    IFees fees,
    IOptions<AnchorApiOptions> options
)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Sep24Paths.Base);
        group.MapGet("/info", GetInfoAsync);
        group.MapGet("/fee", GetFeeAsync);
        group.MapGet("/transaction", GetTransactionAsync);
        group.MapGet("/transactions", GetTransactionsAsync);
        group.MapPost("/transactions/deposit/interactive", PostDepositAsync);
        group.MapPost("/transactions/withdraw/interactive", PostWithdrawalAsync);
    }

    private Task GetInfoAsync(HttpContext context) =>
        Reply.JsonAsync(context, info, static (writer, info) => info.Write(writer));

    private Task GetTransactionAsync(HttpContext context)
    {
        if (!auth.TryAuthenticate(context, out var token, out var error))
        {
            return Reply.ErrorAsync(context, error);
        }

        return AnswerAsync(context, token);

        async Task AnswerAsync(HttpContext context, WebAuthToken token)
        {
            var (found, error) = await search.FindAsync(context.Request, token.Owner, context.RequestAborted);
            await (
                found is null
                    ? Reply.ErrorAsync(context, error!)
                    : Reply.JsonAsync(context, (json, found), static (w, s) => s.json.WriteOne(w, s.found))
            );
        }
    }

    private async Task GetTransactionsAsync(HttpContext context)
    {
        if (!auth.TryAuthenticate(context, out var token, out var error))
        {
            await Reply.ErrorAsync(context, error);
            return;
        }

        (var list, error) = await search.ListAsync(context.Request, token.Owner, context.RequestAborted);
        if (error is not null)
        {
            await Reply.ErrorAsync(context, error);
            return;
        }

        await Reply.JsonAsync(
            context,
            (json, list),
            static (writer, state) =>
            {
                writer.WriteStartObject();
                writer.WriteStartArray("transactions"u8);
                foreach (var transaction in state.list)
                {
                    state.json.Write(writer, transaction);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }
        );
    }

    private Task PostDepositAsync(HttpContext context) => PostAsync(context, TransactionKind.Deposit);

    private Task PostWithdrawalAsync(HttpContext context) => PostAsync(context, TransactionKind.Withdrawal);

    private async Task PostAsync(HttpContext context, TransactionKind kind)
    {
        if (!auth.TryAuthenticate(context, out var token, out var error))
        {
            await Reply.ErrorAsync(context, error);
            return;
        }

        (var fields, error) = await RequestBody.ReadAsync(context, options.Value.MaxBodyBytes);
        InteractiveRequest? request = null;
        if (error is null)
        {
            (request, error) = InteractiveRequest.Parse(kind, fields!, token, assets, fees);
        }

        InteractiveStarted? started = null;
        if (error is null)
        {
            (started, error) = await start.StartAsync(kind, request!, token, context.RequestAborted);
        }

        await (
            error is not null
                ? Reply.ErrorAsync(context, error)
                : Reply.JsonAsync(
                    context,
                    started!,
                    static (writer, started) =>
                    {
                        writer.WriteStartObject();
                        writer.WriteString("type"u8, "interactive_customer_info_needed"u8);
                        writer.WriteString("url"u8, started.Url);
                        writer.WriteString("id"u8, started.Id);
                        writer.WriteEndObject();
                    }
                )
        );
    }

    private Task GetFeeAsync(HttpContext context)
    {
        if (!auth.TryAuthenticate(context, out _, out var error))
        {
            return Reply.ErrorAsync(context, error);
        }

        var request = context.Request;
        TransactionKind? kind = request.Field("operation") switch
        {
            "deposit" => TransactionKind.Deposit,
            "withdraw" or "withdrawal" => TransactionKind.Withdrawal,
            _ => null,
        };
        if (kind is not { } operation)
        {
            return Reply.ErrorAsync(context, ApiError.BadRequest("'operation' must be 'deposit' or 'withdraw'"));
        }

        (var asset, error) = InteractiveRequest.FindAsset(operation, request.Field("asset_code"), null, assets);
        if (asset is null)
        {
            return Reply.ErrorAsync(context, error!);
        }

        return AmountCheck.TryQuote(
            operation,
            request.Field("amount"),
            asset,
            fees,
            request.Field("type"),
            out var quote,
            out var fault
        )
            ? Reply.JsonAsync(
                context,
                quote.Fee,
                static (writer, fee) =>
                {
                    writer.WriteStartObject();
                    writer.WritePropertyName("fee"u8);
                    writer.WriteRawValue(fee.ToString());
                    writer.WriteEndObject();
                }
            )
            : Reply.ErrorAsync(context, ApiError.BadRequest($"invalid 'amount': {fault.Describe(operation, asset)}"));
    }
}
