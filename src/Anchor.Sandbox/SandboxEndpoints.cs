using Anchor.Sandbox.Horizon;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Anchor.Sandbox;

/// <summary>The sandbox over HTTP: what Horizon serves, and under <c>/_sandbox</c> what a real network does not let one do.</summary>
public static class SandboxEndpoints
{
    /// <summary>Maps the network that <see cref="SandboxServices.AddSandbox"/> registered.</summary>
    public static void MapSandbox(this IEndpointRouteBuilder routes)
    {
        var network = routes.ServiceProvider.GetRequiredService<SandboxNetwork>();
        Map("GET", "/", StateEndpoints.RootAsync);
        Map("GET", "/health", StateEndpoints.HealthAsync);
        Map("GET", "/fee_stats", StateEndpoints.FeeStatsAsync);
        Map("GET", "/accounts", StateEndpoints.AccountsAsync);
        Map("GET", "/accounts/{account}", StateEndpoints.AccountAsync);
        Map("GET", "/accounts/{account}/data/{key}", StateEndpoints.AccountDataAsync);
        Map("GET", "/accounts/{account}/transactions", HistoryEndpoints.AccountTransactionsAsync);
        Map("GET", "/accounts/{account}/operations", HistoryEndpoints.AccountOperationsAsync);
        Map("GET", "/accounts/{account}/payments", HistoryEndpoints.AccountPaymentsAsync);
        Map("GET", "/transactions", HistoryEndpoints.TransactionsAsync);
        Map("GET", "/transactions/{hash}", HistoryEndpoints.TransactionAsync);
        Map("GET", "/transactions/{hash}/operations", HistoryEndpoints.TransactionOperationsAsync);
        Map("GET", "/transactions/{hash}/payments", HistoryEndpoints.TransactionPaymentsAsync);
        Map("GET", "/transactions/{hash}/effects", HistoryEndpoints.TransactionEffectsAsync);
        Map("GET", "/operations", HistoryEndpoints.OperationsAsync);
        Map("GET", "/operations/{id}", HistoryEndpoints.OperationAsync);
        Map("GET", "/operations/{id}/effects", HistoryEndpoints.OperationEffectsAsync);
        Map("GET", "/payments", HistoryEndpoints.PaymentsAsync);
        Map("GET", "/ledgers", HistoryEndpoints.LedgersAsync);
        Map("GET", "/ledgers/{sequence}", HistoryEndpoints.LedgerAsync);
        Map("GET", "/claimable_balances", StateEndpoints.ClaimableBalancesAsync);
        Map("GET", "/claimable_balances/{id}", StateEndpoints.ClaimableBalanceAsync);
        Map("GET", "/assets", StateEndpoints.AssetsAsync);
        Map("GET", "/paths/strict-send", PathEndpoints.StrictSendAsync);
        Map("GET", "/paths/strict-receive", PathEndpoints.StrictReceiveAsync);
        Map("POST", "/transactions", SubmissionEndpoints.SubmitAsync);
        Map("POST", "/transactions_async", SubmissionEndpoints.SubmitAsynchronouslyAsync);
        Map("GET", "/friendbot", SubmissionEndpoints.FriendbotAsync);
        Map("POST", "/friendbot", SubmissionEndpoints.FriendbotAsync);
        if (network.Options.ControlEndpoints)
        {
            routes.MapControl(network);
        }

        void Map(string method, string pattern, Func<HorizonRequest, Task> handler) =>
            routes.MapMethods(pattern, [method], context => HorizonPipeline.RunAsync(context, network, handler));
    }
}
