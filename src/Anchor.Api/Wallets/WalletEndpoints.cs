using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Anchor.Grains.Sync;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Wallets;

/// <summary><c>/sync/{network}</c>: wallets of a Hathor network by their extended public keys, and its tokens. Lists come in pages.</summary>
internal sealed class WalletEndpoints(
    WalletAccess access,
    ISyncWallets wallets,
    ISyncProjection projection,
    ISyncFollowers followers,
    IAddressBook book,
    IOptions<SyncOptions> options,
    WalletStream stream
)
{
    private const int PageSize = 100;
    private const int LargestPage = 1000;
    private const int LargestGap = 10_000;

    public void Map(IEndpointRouteBuilder routes)
    {
        var network = routes.MapGroup("/sync/{network}");
        network.MapGet("/tokens", TokensAsync);
        network.MapPost("/wallets", RegisterAsync);
        var wallet = network.MapGroup("/wallets/{id}");
        wallet.MapGet("", (HttpContext context) => WithAsync(context, GetAsync));
        wallet.MapGet("/addresses", (HttpContext context) => WithAsync(context, AddressesAsync));
        wallet.MapGet("/balances", (HttpContext context) => WithAsync(context, BalancesAsync));
        wallet.MapGet("/history", (HttpContext context) => WithAsync(context, HistoryAsync));
        wallet.MapGet("/utxos", (HttpContext context) => WithAsync(context, OutputsAsync));
        wallet.MapGet("/events", (HttpContext context) => WithAsync(context, stream.RunAsync));
    }

    private async Task RegisterAsync(HttpContext context, string network)
    {
        if (!access.IsOperator(context.Request))
        {
            await RefuseAsync(
                context,
                StatusCodes.Status401Unauthorized,
                "wallets are registered with the operator's token"
            );
            return;
        }

        if (!followers.Networks.Contains(network, StringComparer.Ordinal))
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, "no such network is followed");
            return;
        }

        WalletOrder? order;
        try
        {
            order = await JsonSerializer.DeserializeAsync(
                context.Request.Body,
                WalletJson.Default.WalletOrder,
                context.RequestAborted
            );
        }
        catch (JsonException)
        {
            order = null;
        }

        if (order?.Xpub is not { } xpub || !book.IsKey(xpub))
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "xpub must be an extended public key");
            return;
        }

        var gap = order.MaxGap ?? options.Value.MaxGap;
        if (gap is < 1 or > LargestGap)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, $"max_gap must be from 1 to {LargestGap}");
            return;
        }

        var wallet = await wallets.RegisterAsync(network, xpub, gap, context.RequestAborted);
        await SendAsync(
            context,
            await AnswerAsync(wallet, showsToken: true, context.RequestAborted),
            WalletJson.Default.WalletAnswer,
            StatusCodes.Status201Created
        );
    }

    private async Task TokensAsync(HttpContext context, string network)
    {
        var limit = Limit(context);
        var tokens = await wallets.TokensAsync(network, context.Request.Query["after"].ToString(), limit);
        await SendAsync(
            context,
            new WalletPage<TokenAnswer>(
                [.. tokens.Select(token => new TokenAnswer(token.Token, token.Name, token.Symbol, token.Transactions))],
                tokens.Length == limit ? tokens[^1].Token : null
            ),
            WalletJson.Default.Tokens
        );
    }

    private async Task GetAsync(HttpContext context, SyncWallet wallet) =>
        await SendAsync(
            context,
            await AnswerAsync(wallet, access.IsOperator(context.Request), context.RequestAborted),
            WalletJson.Default.WalletAnswer
        );

    private async Task AddressesAsync(HttpContext context, SyncWallet wallet)
    {
        var limit = Limit(context);
        var after = int.TryParse(context.Request.Query["after"], CultureInfo.InvariantCulture, out var index)
            ? index
            : -1;
        var addresses = await wallets.AddressesAsync(wallet.Network, wallet.Id, after, limit);
        await SendAsync(
            context,
            new WalletPage<AddressAnswer>(
                [.. addresses.Select(a => new AddressAnswer(a.Index, a.Address, a.Transactions))],
                addresses.Length == limit ? addresses[^1].Index.ToString(CultureInfo.InvariantCulture) : null
            ),
            WalletJson.Default.Addresses
        );
    }

    private async Task BalancesAsync(HttpContext context, SyncWallet wallet) =>
        await SendAsync(
            context,
            new WalletPage<BalanceAnswer>(
                [.. (await wallets.BalancesAsync(wallet.Network, wallet.Id)).Select(BalanceAnswer.Of)],
                null
            ),
            WalletJson.Default.Balances
        );

    private async Task HistoryAsync(HttpContext context, SyncWallet wallet)
    {
        var limit = Limit(context);
        var before =
            context.Request.Query["before"].ToString().Split(':') is [var time, var tx, var token]
            && long.TryParse(time, CultureInfo.InvariantCulture, out var timestamp)
                ? new HistoryPlace(timestamp, tx, token)
                : null;
        var history = await wallets.HistoryAsync(wallet.Network, wallet.Id, before, limit);
        await SendAsync(
            context,
            new WalletPage<HistoryAnswer>(
                [
                    .. history.Select(line => new HistoryAnswer(
                        line.TxId,
                        line.Token,
                        BalanceAnswer.Units(line.Amount),
                        line.Timestamp,
                        line.Height,
                        line.IsVoided
                    )),
                ],
                history.Length == limit ? $"{history[^1].Timestamp}:{history[^1].TxId}:{history[^1].Token}" : null
            ),
            WalletJson.Default.History
        );
    }

    private async Task OutputsAsync(HttpContext context, SyncWallet wallet)
    {
        var limit = Limit(context);
        var after =
            context.Request.Query["after"].ToString().Split(':') is [var tx, var place]
            && int.TryParse(place, CultureInfo.InvariantCulture, out var index)
                ? new OutputKey(tx, index)
                : new OutputKey("", -1);
        var token = context.Request.Query["token"].ToString();
        var outputs = await wallets.OutputsAsync(
            wallet.Network,
            wallet.Id,
            token.Length == 0 ? null : token,
            after,
            limit
        );
        await SendAsync(
            context,
            new WalletPage<OutputAnswer>(
                [
                    .. outputs.Select(output => new OutputAnswer(
                        output.Key.TxId,
                        output.Key.Index,
                        output.Address,
                        output.Token,
                        BalanceAnswer.Units(output.Value),
                        output.Authorities,
                        output.Timelock,
                        output.Heightlock,
                        output.IsLocked
                    )),
                ],
                outputs.Length == limit ? $"{outputs[^1].Key.TxId}:{outputs[^1].Key.Index}" : null
            ),
            WalletJson.Default.Outputs
        );
    }

    private async Task WithAsync(HttpContext context, Func<HttpContext, SyncWallet, Task> answer)
    {
        var network = (string)context.Request.RouteValues["network"]!;
        var id = (string)context.Request.RouteValues["id"]!;
        if (!access.MaySee(context.Request, network, id))
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, "the wallet's token is needed here");
        }
        else if (await wallets.FindAsync(network, id, context.RequestAborted) is { } wallet)
        {
            await answer(context, wallet);
        }
        else
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, "there is no such wallet");
        }
    }

    private async Task<WalletAnswer> AnswerAsync(
        SyncWallet wallet,
        bool showsToken,
        CancellationToken cancellationToken
    )
    {
        var position = await projection.ReadAsync(wallet.Network, cancellationToken);
        return new WalletAnswer(
            wallet.Network,
            wallet.Id,
            "ready",
            showsToken ? access.TokenOf(wallet.Network, wallet.Id) : null,
            wallet.MaxGap,
            wallet.Derived,
            position.Tip?.Height,
            position.Sequence
        );
    }

    private static int Limit(HttpContext context) =>
        int.TryParse(context.Request.Query["limit"], CultureInfo.InvariantCulture, out var limit)
            ? Math.Clamp(limit, 1, LargestPage)
            : PageSize;

    private static Task RefuseAsync(HttpContext context, int status, string error) =>
        SendAsync(context, new WalletError(error), WalletJson.Default.WalletError, status);

    private static async Task SendAsync<T>(
        HttpContext context,
        T answer,
        JsonTypeInfo<T> type,
        int status = StatusCodes.Status200OK
    )
    {
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsJsonAsync(answer, type, cancellationToken: context.RequestAborted);
    }
}
