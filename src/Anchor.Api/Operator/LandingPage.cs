using Anchor.Api.Look;
using Anchor.Api.Operator.Sync;
using Anchor.Api.Pages;
using Anchor.Domain.Assets;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Stellar;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Operator;

/// <summary><c>/</c>: what runs here, how it is, and what to try next.</summary>
internal sealed class LandingPage(
    ServerInfo info,
    IAssetCatalogue assets,
    ITransactionQueries queries,
    HealthEndpoints health,
    OperatorAccess access,
    Layout layout,
    IOptions<AnchorApiOptions> options
)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/", GetAsync);

    private async Task GetAsync(HttpContext context)
    {
        var isAnchor = options.Value.ActiveSeps.Count > 0;
        var counts =
            isAnchor && access.IsAllowed(context) ? await queries.CountByStatusAsync(context.RequestAborted) : null;
        var checks = await health.RunAsync(context.RequestAborted);
        var frame = layout.Plain(Languages.Default);
        await new Page(
            Languages.Default,
            isAnchor ? "Stellar anchor" : "Operators",
            frame,
            Html.Of(
                $"""
                <main id="main">
                <h1>{frame.Organization} is running</h1>
                {(
                    isAnchor
                        ? Html.Of(
                            $"<p class=\"soft\">A Stellar anchor: wallets find it by its <a href=\"{Sep1.StellarToml.Path}\">stellar.toml</a>, sign in, and deposit or withdraw.</p>"
                        )
                        : Html.Of($"<p class=\"soft\">No Stellar anchor is configured here.</p>")
                )}
                {Health(checks)}
                {Places(isAnchor)}
                {(isAnchor ? Assets() : Markup.Empty)}
                {(counts is null ? Markup.Empty : Counts(counts))}
                {(isAnchor ? NextSteps() : Markup.Empty)}
                </main>
                """
            )
        )
        {
            IsWide = true,
        }.WriteAsync(context);
    }

    private static Markup Health(IReadOnlyList<(string Name, string? Cause)> checks) =>
        checks.All(check => check.Cause is null)
            ? Html.Of($"<p><span class=\"badge\">All is well</span></p>")
            : Html.Of(
                $"<p><span class=\"badge bad\">Not ready</span></p><ul>{Markup.Join(checks.Where(check => check.Cause is not null).Select(check => Html.Of($"<li>{check.Name}: {check.Cause}</li>")))}</ul>"
            );

    private Markup Places(bool isAnchor) =>
        Html.Of(
            $"""
            <h2>What runs where</h2>
            <dl>
            {Markup.Join(info.Endpoints.Select(e => Html.Of($"<dt>{e.Name}</dt><dd><code>{e.Address}</code></dd>\n")))}
            {Html.When(isAnchor && info.Horizon is not null, $"<dt>Horizon</dt><dd><code>{info.Horizon}</code></dd>")}
            {Html.When(isAnchor, $"<dt>Network</dt><dd>{info.NetworkPassphrase}</dd>")}
            <dt>Runtime</dt><dd>{info.Runtime}</dd>
            <dt>Version</dt><dd>{ServerInfo.Version}</dd>
            <dt>For operators</dt><dd><a href="/health/ready">health</a>, <a href="/metrics">metrics</a>, <a href="/info">info</a>, <a href="/console">runtime</a>, <a href="{SyncPage.Path}">syncs</a></dd>
            </dl>
            """
        );

    private Markup Assets() =>
        Html.Of(
            $"""
            <h2>Assets</h2>
            <div class="scroll"><table>
            <thead><tr><th scope="col">Asset</th><th scope="col">Direction</th><th scope="col" class="number">From</th><th scope="col" class="number">To</th><th scope="col" class="number">Fee</th></tr></thead>
            <tbody>
            {Markup.Join(
                assets.All.Where(asset => asset.IsEnabled).SelectMany(asset =>
                    new[] { Row(asset, "Deposit", asset.Deposit), Row(asset, "Withdrawal", asset.Withdrawal) }
                )
            )}
            </tbody>
            </table></div>
            """
        );

    private static Markup Row(AssetTerms asset, string direction, DirectionTerms terms) =>
        terms.Enabled
            ? Html.Of(
                $"<tr><td>{asset.Asset.DisplayCode}</td><td>{direction}</td><td class=\"number\">{terms.Min.ToString()}</td><td class=\"number\">{terms.Max.ToString()}</td><td class=\"number\">{terms.FeeFixed.ToString()} + {terms.FeePercent.ToString("0.####")}%</td></tr>\n"
            )
            : Html.Of(
                $"<tr><td>{asset.Asset.DisplayCode}</td><td>{direction}</td><td colspan=\"3\">not offered</td></tr>\n"
            );

    private static Markup Counts(IReadOnlyDictionary<TransactionStatus, long> counts) =>
        counts.Count == 0
            ? Html.Of($"<h2>Transactions</h2><p>None yet.</p>")
            : Html.Of(
                $"""
                <h2>Transactions</h2>
                <table>
                <thead><tr><th scope="col">Status</th><th scope="col" class="number">Number</th></tr></thead>
                <tbody>
                {Markup.Join(
                    counts.OrderBy(pair => pair.Key).Select(pair =>
                        Html.Of($"<tr><td>{pair.Key.WireName()}</td><td class=\"number\">{pair.Value}</td></tr>\n")
                    )
                )}
                </tbody>
                </table>
                """
            );

    private Markup NextSteps() =>
        options.Value.NetworkPassphrase == Network.Public.Passphrase
            ? Markup.Empty
            : Html.Of(
                $"""
                <h2>What to try next</h2>
                <p>See a deposit and a withdrawal from start to end, as a wallet makes them:</p>
                <pre><code>dotnet run --project silo -- demo --url {options.Value.BaseUrl}</code></pre>
                <p>Ask for a challenge as a wallet does when it signs in:</p>
                <pre><code>curl "{options.Value.BaseUrl}{Sep10.Sep10Endpoints.Path}?account={options.Value.SigningKey!.Account.ToString()}"</code></pre>
                <p>Plug in your own bank: implement <code>IRails</code> and register it with <code>UseRails&lt;MyRails&gt;()</code>.</p>
                """
            );
}
