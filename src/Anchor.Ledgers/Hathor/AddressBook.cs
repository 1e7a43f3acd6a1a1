using System.Collections.Immutable;
using Anchor.Grains.Sync;
using Anchor.Hathor.Addresses;

namespace Anchor.Ledgers.Hathor;

/// <summary>Addresses as Hathor's wallets derive them: BIP-44, the key of the account given, change 0.</summary>
public sealed class AddressBook : IAddressBook
{
    public bool IsKey(string xpub) => ExtendedPublicKey.TryParse(xpub, out _);

    public ImmutableArray<string> Derive(string network, string xpub, int from, int count)
    {
        if (!ExtendedPublicKey.TryParse(xpub, out var account))
        {
            throw new ArgumentException("It is no extended public key.", nameof(xpub));
        }

        var external = account.Child(0);
        var bytes = AddressBytes.Of(network);
        return
        [
            .. Enumerable
                .Range(from, count)
                .Select(index => HathorAddress.OfKey(external.Child((uint)index).PublicKey, bytes)),
        ];
    }
}
