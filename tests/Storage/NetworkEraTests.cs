using Anchor.Domain.Payments;
using Anchor.Grains.Ports;
using Anchor.Storage.Payments;
using Anchor.Storage.Tests.Support;

namespace Anchor.Storage.Tests;

/// <summary>Payments of a network and of the one that came after its reset, whose operation ids begin again.</summary>
public abstract class NetworkEraTests(TestStorage storage) : IDisposable
{
    public void Dispose()
    {
        storage.Dispose();
        GC.SuppressFinalize(this);
    }

    private const string Account = "GDISTRIBUTION";

    [Fact]
    public async Task Equal_operation_ids_of_two_eras_are_two_rows_and_sort_by_era()
    {
        var store = new IngestStore(storage.Database);
        string[] ids =
        [
            "99999999999",
            "4294971393",
            PaymentIds.InEra(1, "4294971393"),
            PaymentIds.InEra(2, "5"),
            PaymentIds.InEra(10, "4"),
        ];

        var stored = await store.AppendAsync(
            new IngestState(Account, 0, 1, "1", null),
            [.. ids.Select(id => new IncomingPayment { Id = id, Account = Account })],
            CancellationToken.None
        );

        Assert.Equal(ids, stored.NewPayments);
        Assert.Equal(
            ["4294971393", "99999999999", "r1.4294971393", "r2.5", "r10.4"],
            await store.UndecidedAsync(Account, null, 10, CancellationToken.None)
        );
        Assert.Equal(["r10.4"], await store.UndecidedAsync(Account, "r2.5", 10, CancellationToken.None));
    }

    [Fact]
    public async Task The_era_of_a_cursor_is_kept_and_is_0_before_the_first_reset()
    {
        var store = new IngestStore(storage.Database);
        var first = await store.AppendAsync(new IngestState(Account, 0, 1, "7", null), [], CancellationToken.None);
        Assert.Equal(0, (await store.ReadAsync(Account, CancellationToken.None)).Era);

        await store.AppendAsync(
            new IngestState(Account, first.Version, 2, "8", null, Era: 3),
            [],
            CancellationToken.None
        );

        Assert.Equal(
            new IngestState(Account, first.Version + 1, 2, "8", null, Era: 3),
            await store.ReadAsync(Account, CancellationToken.None)
        );
    }
}

public sealed class SqliteNetworkEraTests() : NetworkEraTests(new SqliteStorage());

public sealed class PostgresNetworkEraTests() : NetworkEraTests(new PostgresStorage());
