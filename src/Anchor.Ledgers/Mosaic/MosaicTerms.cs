using Anchor.Domain.Mosaic;
using Anchor.Ethereum;
using Anchor.Ethereum.Mosaic;

namespace Anchor.Ledgers.Mosaic;

/// <summary>Terms of requests as the hashing rules take them.</summary>
internal static class MosaicTerms
{
    public static TransferTerms Of(RequestTerms terms) =>
        new(
            new UInt256(terms.Amount.Value),
            EthereumAddress.Parse(terms.Beneficiary),
            new UInt256(terms.GasPrice.Value),
            new UInt256(terms.GasLimit.Value),
            new UInt256(terms.Nonce.Value),
            EthereumAddress.Parse(terms.Account),
            EthereumAddress.Parse(terms.SourceGateway)
        );
}
