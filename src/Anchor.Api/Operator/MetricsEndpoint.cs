using System.Text;
using Anchor.Api.Http;
using Anchor.Api.Operator.Console;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;

namespace Anchor.Api.Operator;

/// <summary><c>/metrics</c>: our meters, and how many transactions there are in each status.</summary>
internal sealed class MetricsEndpoint(
    MetricsText metrics,
    ITransactionQueries queries,
    ConsoleAccess access,
    IEnumerable<IOperatorPart> parts
)
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/metrics", GetAsync);

    private async Task GetAsync(HttpContext context)
    {
        if (!access.IsAllowed(context))
        {
            await Reply.ErrorAsync(context, ApiError.Forbidden("metrics are for operators"));
            return;
        }

        var text = new StringBuilder(metrics.Render());
        var counts = await queries.CountByStatusAsync(context.RequestAborted);
        text.Append("# TYPE anchor_transactions gauge\n");
        foreach (var (status, count) in counts.OrderBy(pair => pair.Key))
        {
            text.Append("anchor_transactions{status=\"")
                .Append(status.WireName())
                .Append("\"} ")
                .Append(count)
                .Append('\n');
        }

        foreach (var part in parts)
        {
            text.Append(await part.FiguresAsync(context.RequestAborted));
        }

        context.Response.ContentType = ContentType;
        await context.Response.WriteAsync(text.ToString(), context.RequestAborted);
    }
}
