using System.Globalization;
using Anchor.Api.Http;
using Anchor.Api.Look;
using Anchor.Api.Pages;
using Anchor.Domain.Sync;
using Anchor.Grains.Sync;

namespace Anchor.Api.Operator.Sync;

/// <summary><c>/sync</c>: the syncs for people; state, height, lag and the last reorgs of each.</summary>
internal sealed class SyncPage(OperatorAccess access, Layout layout)
{
    public const string Path = "/sync";

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, GetAsync);

    private async Task GetAsync(HttpContext context)
    {
        if (!access.IsAllowed(context))
        {
            await Reply.ErrorAsync(context, ApiError.Forbidden("syncs are for operators"));
            return;
        }

        var followers = context.RequestServices.GetService<ISyncFollowers>();
        var grains = context.RequestServices.GetRequiredService<IGrainFactory>();
        List<Markup> sections = [];
        foreach (var network in followers?.Networks ?? [])
        {
            sections.Add(
                OfNetwork(
                    SyncView.Of(
                        network,
                        await grains.GetGrain<IBlockSyncGrain>(network).GetAsync(context.RequestAborted)
                    )
                )
            );
        }

        await new Page(
            Languages.Default,
            "Sync",
            layout.Plain(Languages.Default),
            Html.Of(
                $"""
                <main id="main">
                <h1>Sync</h1>
                <p><a href="{Path}">Look again</a> · <a href="/">what runs here</a> · <a href="/metrics">all figures</a></p>
                {(sections.Count == 0 ? Html.Of($"<p>No Hathor network is followed.</p>") : Markup.Join(sections))}
                </main>
                """
            )
        )
        {
            IsWide = true,
        }.WriteAsync(context);
    }

    private static Markup OfNetwork(SyncView sync) =>
        Html.Of(
            $"""
            <h2>{sync.Network}</h2>
            <dl data-network="{sync.Network}">
            <dt>State</dt><dd class="state">{SnakeCase(sync.Status)}{(sync.IsRebuilding ? ", building anew" : "")}</dd>
            <dt>Height</dt><dd class="height">{Number(sync.Height)}</dd>
            <dt>Best block</dt><dd>{sync.Tip ?? "none yet"}</dd>
            <dt>Lag</dt><dd class="lag">{Number(sync.Lag)}</dd>
            <dt>All here at</dt><dd>{Time(sync.DoneAt)}</dd>
            {(
                sync.Reason is { } reason
                    ? Html.Of($"<dt>Failed</dt><dd class=\"reason\">{Time(sync.FailedAt)}: {reason}</dd>")
                    : Markup.Empty
            )}
            </dl>
            {Reorgs(sync)}
            """
        );

    private static Markup Reorgs(SyncView sync) =>
        sync.Reorgs.IsEmpty
            ? Html.Of($"<p>No reorg was met.</p>")
            : Html.Of(
                $"""
                <div class="scroll"><table>
                <thead><tr><th scope="col">Reorg at</th><th scope="col" class="number">Height before</th><th scope="col" class="number">Blocks taken back</th></tr></thead>
                <tbody>
                {Markup.Join(
                    sync.Reorgs.Select(reorg =>
                        Html.Of(
                            $"<tr><td>{Time(reorg.At)}</td><td class=\"number\">{Number(reorg.Tip)}</td><td class=\"number\">{Number(reorg.Depth)}</td></tr>\n"
                        )
                    )
                )}
                </tbody>
                </table></div>
                """
            );

    private static string SnakeCase(SyncStatus status) => Domain.SnakeCaseEnumConverter<SyncStatus>.NameOf(status);

    private static string Number(long? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? "unknown";

    private static string Time(DateTimeOffset? time) =>
        time?.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) ?? "never";
}
