namespace Anchor.Grains.Ports;

/// <summary>The contracts that belong together, once they were read from the chains.</summary>
/// <param name="Anchor">The anchor on the origin chain.</param>
/// <param name="CoAnchor">The anchor on the auxiliary chain.</param>
public sealed record MosaicAddresses(
    string OriginChain,
    string Gateway,
    string AuxiliaryChain,
    string Composer,
    string CoGateway,
    string Anchor,
    string CoAnchor
);

/// <summary>The table of addresses, which spares asking the contracts at every start.</summary>
public interface IAddressBook
{
    Task<MosaicAddresses?> FindAsync(string originChain, string gateway, CancellationToken cancellationToken);

    Task SaveAsync(MosaicAddresses addresses, CancellationToken cancellationToken);
}
