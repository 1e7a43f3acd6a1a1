using Anchor.Grains.Ports;

namespace Anchor.Storage.Mosaic;

/// <summary>The table of addresses.</summary>
public sealed class AddressBook(IDatabase database) : IAddressBook
{
    private const string Select = """
        SELECT origin_chain, gateway_address, auxiliary_chain, ost_composer_address, cogateway_address, anchor_address, co_anchor_address
        FROM addresses WHERE origin_chain = $1 AND gateway_address = $2
        """;

    private const string Upsert = """
        INSERT INTO addresses (origin_chain, gateway_address, auxiliary_chain, ost_composer_address, cogateway_address, anchor_address, co_anchor_address)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (origin_chain, gateway_address) DO UPDATE SET
            auxiliary_chain = excluded.auxiliary_chain, ost_composer_address = excluded.ost_composer_address,
            cogateway_address = excluded.cogateway_address, anchor_address = excluded.anchor_address,
            co_anchor_address = excluded.co_anchor_address
        """;

    public async Task<MosaicAddresses?> FindAsync(
        string originChain,
        string gateway,
        CancellationToken cancellationToken
    ) =>
        await database.FirstAsync(
            Select,
            row => new MosaicAddresses(
                row.GetString(0),
                row.GetString(1),
                row.GetString(2),
                row.GetString(3),
                row.GetString(4),
                row.GetString(5),
                row.GetString(6)
            ),
            originChain,
            gateway
        );

    public Task SaveAsync(MosaicAddresses addresses, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        return database.WriteAsync(
            [
                RowOperation.Required(
                    "addresses",
                    $"{addresses.OriginChain}/{addresses.Gateway}",
                    Upsert,
                    addresses.OriginChain,
                    addresses.Gateway,
                    addresses.AuxiliaryChain,
                    addresses.Composer,
                    addresses.CoGateway,
                    addresses.Anchor,
                    addresses.CoAnchor
                ),
            ],
            cancellationToken
        );
    }
}
