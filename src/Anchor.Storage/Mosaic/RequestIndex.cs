using System.Collections.Immutable;
using Anchor.Domain.Mosaic;
using Anchor.Grains.Ports;

namespace Anchor.Storage.Mosaic;

/// <summary>Finds requests between chains: what is open, what is overdue, how many stand where.</summary>
public sealed class RequestIndex(IDatabase database, TimeProvider time) : IRequestIndex
{
    /// <summary>Fetches a batch and marks it in one statement, so that two processes never take the same.</summary>
    internal const string Claim = """
        UPDATE mosaic_requests SET claimed_by = $1, claimed_until = $2 WHERE request_hash IN (
            SELECT request_hash FROM mosaic_requests
            WHERE next_due < $3 AND (claimed_until IS NULL OR claimed_until < $4) ORDER BY next_due LIMIT $5
        )
        """;

    internal const string Claimed = "SELECT request_hash, kind FROM mosaic_requests WHERE claimed_by = $1";

    internal const string Open =
        $"SELECT {RequestRows.Columns} FROM mosaic_requests WHERE is_open = 1 AND (created_at, request_hash) > ($1, $2) ORDER BY created_at, request_hash LIMIT $3";

    internal const string Find = $"SELECT {RequestRows.Columns} FROM mosaic_requests WHERE request_hash = $1";

    private const string Latest =
        $"SELECT {RequestRows.Columns} FROM mosaic_requests ORDER BY updated_at DESC LIMIT $1";

    private const string Count =
        "SELECT kind, status, count(*), min(created_at) FROM mosaic_requests GROUP BY kind, status ORDER BY kind, status";

    private static readonly TimeSpan ClaimTime = TimeSpan.FromMinutes(1);

    public async Task<ImmutableArray<RequestKey>> ClaimOverdueAsync(
        DateTimeOffset before,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var claim = database.NextStamp();
        var now = time.GetUtcNow();
        await database.WriteAsync(
            [
                RowOperation.Optional(
                    "mosaic_requests",
                    "(overdue)",
                    Claim,
                    claim,
                    (now + ClaimTime).ToUnixTimeMilliseconds(),
                    before.ToUnixTimeMilliseconds(),
                    now.ToUnixTimeMilliseconds(),
                    limit
                ),
            ],
            cancellationToken
        );
        return await database.ListAsync(
            Claimed,
            row => new RequestKey(
                row.GetString(1) == TransferKind.Stake.WireName() ? TransferKind.Stake : TransferKind.Redeem,
                row.GetString(0)
            ),
            claim
        );
    }

    public async Task<ImmutableArray<MosaicRequest>> OpenAsync(
        MosaicRequest? after,
        int limit,
        CancellationToken cancellationToken
    ) =>
        await database.ListAsync(
            Open,
            RequestRows.Read,
            after?.CreatedAt.ToUnixTimeMilliseconds() ?? 0L,
            after?.Terms!.RequestHash ?? "",
            limit
        );

    public async Task<ImmutableArray<MosaicRequest>> LatestAsync(int limit, CancellationToken cancellationToken) =>
        await database.ListAsync(Latest, RequestRows.Read, limit);

    public async Task<MosaicRequest?> FindAsync(string requestHash, CancellationToken cancellationToken) =>
        await database.FirstAsync(Find, RequestRows.Read, requestHash);

    public async Task<ImmutableArray<RequestCount>> CountAsync(CancellationToken cancellationToken) =>
        await database.ListAsync(
            Count,
            row => new RequestCount(
                row.GetString(0),
                row.GetString(1),
                row.GetInt64(2),
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3))
            )
        );
}
