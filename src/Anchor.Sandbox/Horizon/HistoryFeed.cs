using System.Globalization;
using Anchor.Sandbox.History;

namespace Anchor.Sandbox.Horizon;

/// <summary>A list from the history that can be read page by page or streamed.</summary>
/// <param name="Log">The records; looked up again each time, since an account's first record may come while a stream waits.</param>
/// <param name="Includes">Whether a record belongs to the list.</param>
/// <param name="Write">Writes a record as JSON.</param>
internal sealed record HistoryFeed<T>(Func<HistoryLog<T>?> Log, Func<T, bool> Includes, Action<HalWriter, T> Write)
    where T : class, IHistoryRecord
{
    /// <summary>Where an operation of no known type can stand after a record; null for lists of other things.</summary>
    public Func<T, long?> UnknownAfter { get; init; } = _ => null;

    public Action<HalWriter, T> WriteUnknown { get; init; } = (_, _) => { };

    /// <summary>Whether failed transactions are left out, which a fault may undo.</summary>
    public Func<T, bool> IsFailed { get; init; } = _ => false;

    public IEnumerable<T> After(long cursor, long end) => (Log()?.After(cursor, end) ?? []).Where(Includes);

    public async Task AnswerAsync(HorizonRequest request)
    {
        if (!PageQuery.TryRead(request, out var page, out var problem))
        {
            await request.ProblemAsync(problem);
            return;
        }

        var network = request.Network;
        if (page.Cursor is not null && network.Faults.Strike(SandboxFaultKind.BeforeHistory, request.Path) is not null)
        {
            await request.ProblemAsync(Problem.BeforeHistory);
            return;
        }

        // What a browser's event source received last counts for more than the address it keeps reconnecting to.
        var text =
            (request.WantsStream ? request.Http.Request.Headers["Last-Event-ID"].FirstOrDefault() : null)
            ?? page.Cursor;
        if (!TryReadCursor(text, network, page.Descending, out var cursor))
        {
            await request.ProblemAsync(Problem.BadRequest("cursor", "cursor: invalid value"));
        }
        else if (request.WantsStream)
        {
            await HistoryStream.RunAsync(request, this, cursor, page.Limit);
        }
        else
        {
            await PageAsync(request, page, cursor);
        }
    }

    /// <summary>The end of what is shown: the first id of the ledger after it.</summary>
    public static long EndOf(SandboxNetwork network) => ((long)network.Visible.Header.Sequence + 1) << 32;

    private Task PageAsync(HorizonRequest request, PageQuery page, long cursor) =>
        request.PageAsync(
            page,
            hal =>
            {
                var end = EndOf(request.Network);
                var records = page.Descending ? (Log()?.Before(cursor, end) ?? []).Where(Includes) : After(cursor, end);
                (string First, string Last)? ends = null;
                foreach (var record in records.Where(r => !IsFailed(r)).Take(page.Limit))
                {
                    var id = record.Id;
                    Write(hal, record);
                    if (
                        !page.Descending
                        && UnknownAfter(record) is { } unknown
                        && request.Network.Faults.Strike(SandboxFaultKind.UnknownOperation, request.Path) is not null
                    )
                    {
                        WriteUnknown(hal, record);
                        id = unknown;
                    }

                    ends = (ends?.First ?? record.Id.ToString(), id.ToString());
                }

                return ends;
            }
        );

    private static bool TryReadCursor(string? text, SandboxNetwork network, bool descending, out long cursor)
    {
        if (text is null)
        {
            cursor = descending ? long.MaxValue : 0;
            return true;
        }

        if (text == "now")
        {
            cursor = EndOf(network) - 1;
            return true;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out cursor);
    }
}
