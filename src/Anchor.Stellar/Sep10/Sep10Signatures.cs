using System.Runtime.InteropServices;

namespace Anchor.Stellar;

/// <summary>Tells whose a challenge's signatures are. Each has one author, and each author counts once.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct Sep10Signatures(SimpleEnvelope envelope, Hash256 hash, uint taken = 0)
{
    /// <summary>A bit for each signature whose author is known.</summary>
    internal uint Taken { get; private set; } = taken;

    /// <summary>Takes the first signature of this key that nobody has taken yet.</summary>
    internal bool Take(AccountId key)
    {
        for (var i = 0; i < envelope.Signatures.Length; i++)
        {
            if ((Taken & (1u << i)) == 0 && envelope.Signatures[i].IsBy(key, hash))
            {
                Taken |= 1u << i;
                return true;
            }
        }

        return false;
    }

    internal static Sep10Refusal? CheckClient(Sep10Challenge challenge, Sep10Settings settings, AccountSigners? account)
    {
        // The server's and the wallet's signatures are taken already: neither ever counts as the client's.
        var signatures = new Sep10Signatures(challenge.Envelope, challenge.Hash, challenge.KnownSignatures);
        var (signers, weight) = (0, 0L);
        var master = new Signer(new Ed25519SignerKey(challenge.Client.Account), 1);
        foreach (var signer in account?.Signers ?? [master])
        {
            if (
                signer.Key is Ed25519SignerKey { Account: var key }
                && key != settings.ServerAccount
                && key != challenge.ClientDomain?.SigningKey
                && signatures.Take(key)
            )
            {
                signers++;
                weight += signer.Weight;
            }
        }

        if (signers == 0)
        {
            return Sep10Refusal.ClientSignatureMissing;
        }

        if (signatures.Taken != (1u << challenge.Envelope.Signatures.Length) - 1)
        {
            return Sep10Refusal.UnrecognisedSignature;
        }

        // A threshold of 0 still wants one signer that has any weight.
        var needed = account is null ? 1 : Math.Max(1, account.Of(settings.Threshold));
        return weight < needed ? Sep10Refusal.ThresholdNotMet : null;
    }
}
