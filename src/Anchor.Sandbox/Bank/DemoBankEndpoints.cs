using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Anchor.Sandbox.Bank;

/// <summary>The demo bank over HTTP, under <c>/_bank</c>.</summary>
public static class DemoBankEndpoints
{
    public static RouteGroupBuilder MapDemoBank(this IEndpointRouteBuilder routes, DemoBank bank)
    {
        var group = routes.MapGroup("/_bank");
        Map("POST", "/outgoing", context => SendAsync(context, bank));
        Map(
            "GET",
            "/outgoing/{id}",
            context => FindAsync(context, bank.FindOutgoing, BankJson.Default.OutgoingTransfer)
        );
        Map(
            "POST",
            "/outgoing/query",
            context => QueryAsync(context, q => q.Keys, bank.FindOutgoing, BankJson.Default.ListOutgoingTransfer)
        );
        Map("POST", "/incoming", context => AnnounceAsync(context, bank));
        Map(
            "GET",
            "/incoming/{id}",
            context => FindAsync(context, bank.FindIncoming, BankJson.Default.IncomingTransfer)
        );
        Map(
            "POST",
            "/incoming/query",
            context => QueryAsync(context, q => q.Ids, bank.FindIncoming, BankJson.Default.ListIncomingTransfer)
        );
        group.MapGet("/book", context => context.Response.WriteAsJsonAsync(bank.Audit(), BankJson.Default.BankBook));
        group.MapGet("/faults", context => WriteFaultsAsync(context, bank));
        group.MapPut("/faults", context => ReplaceFaultsAsync(context, bank));
        return group;

        // An audit and the faults themselves are always at hand; everything else can break before anything is done.
        void Map(string method, string pattern, RequestDelegate handler) =>
            group.MapMethods(
                pattern,
                [method],
                async context =>
                {
                    if (!await BreaksAsync(context, bank))
                    {
                        await handler(context);
                    }
                }
            );
    }

    private static async Task<bool> BreaksAsync(HttpContext context, DemoBank bank)
    {
        var path = PathOf(context);
        if (bank.Faults.Strike(BankFaultKind.Delay, path) is { } delay)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(delay.Size), bank.Time, context.RequestAborted);
        }

        if (bank.Faults.Strike(BankFaultKind.ResetBefore, path) is not null)
        {
            context.Abort();
            return true;
        }

        if (bank.Faults.Strike(BankFaultKind.UnavailableBefore, path) is not null)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return true;
        }

        return false;
    }

    private static string PathOf(HttpContext context) => context.Request.Path.Value ?? "";

    private static async Task SendAsync(HttpContext context, DemoBank bank)
    {
        if (await ReadAsync(context, BankJson.Default.OutgoingOrder) is not { } order)
        {
            return;
        }

        if (
            string.IsNullOrEmpty(order.Key)
            || string.IsNullOrEmpty(order.TransactionId)
            || !DemoBank.IsAmount(order.Amount)
        )
        {
            await RefuseAsync(context, "key, transaction_id and a positive decimal amount are needed");
            return;
        }

        var transfer = bank.Send(order);
        var path = PathOf(context);
        if (bank.Faults.Strike(BankFaultKind.ResetAfter, path) is not null)
        {
            context.Abort();
        }
        else if (bank.Faults.Strike(BankFaultKind.TimeoutAfter, path) is not null)
        {
            context.Response.StatusCode = StatusCodes.Status504GatewayTimeout;
        }
        else
        {
            await context.Response.WriteAsJsonAsync(transfer, BankJson.Default.OutgoingTransfer);
        }
    }

    private static async Task AnnounceAsync(HttpContext context, DemoBank bank)
    {
        if (await ReadAsync(context, BankJson.Default.IncomingAnnouncement) is not { } announcement)
        {
            return;
        }

        if (string.IsNullOrEmpty(announcement.TransactionId) || !DemoBank.IsAmount(announcement.Amount))
        {
            await RefuseAsync(context, "transaction_id and a positive decimal amount are needed");
            return;
        }

        var transfer = bank.Announce(announcement.TransactionId, announcement.Amount);
        await context.Response.WriteAsJsonAsync(transfer, BankJson.Default.IncomingTransfer);
    }

    private static async Task FindAsync<T>(HttpContext context, Func<string, T?> find, JsonTypeInfo<T> type)
        where T : class
    {
        if (find((string)context.GetRouteValue("id")!) is { } found)
        {
            await context.Response.WriteAsJsonAsync(found, type);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    private static async Task QueryAsync<T>(
        HttpContext context,
        Func<TransferQuery, IReadOnlyList<string>?> names,
        Func<string, T?> find,
        JsonTypeInfo<List<T>> type
    )
        where T : class
    {
        if (await ReadAsync(context, BankJson.Default.TransferQuery) is { } query)
        {
            List<T> found = [.. (names(query) ?? []).Select(find).OfType<T>()];
            await context.Response.WriteAsJsonAsync(found, type);
        }
    }

    private static Task WriteFaultsAsync(HttpContext context, DemoBank bank) =>
        context.Response.WriteAsJsonAsync(
            new BankFaultDocument
            {
                Seed = bank.Faults.Seed,
                Faults = bank.Faults.Faults.ToDictionary(),
                Struck = bank.Faults.Struck,
            },
            BankJson.Default.BankFaultDocument
        );

    private static async Task ReplaceFaultsAsync(HttpContext context, DemoBank bank)
    {
        if (await ReadAsync(context, BankJson.Default.BankFaultDocument) is { } document)
        {
            bank.Faults.Replace(document.Faults, document.Seed);
            await WriteFaultsAsync(context, bank);
        }
    }

    private static async Task<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            if (await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted) is { } body)
            {
                return body;
            }
        }
        catch (JsonException exception)
        {
            await RefuseAsync(context, exception.Message);
            return null;
        }

        await RefuseAsync(context, "a JSON body is needed");
        return null;
    }

    private static Task RefuseAsync(HttpContext context, string reason)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return context.Response.WriteAsJsonAsync(new BankError(reason), BankJson.Default.BankError);
    }
}
