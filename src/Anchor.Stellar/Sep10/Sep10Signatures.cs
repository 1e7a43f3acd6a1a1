namespace Anchor.Stellar;

/// <summary>Whose signatures a challenge carries. Every signature must have a known author, every author signs once.</summary>
internal static class Sep10Signatures
{
    internal static Sep10Refusal? Check(Sep10Challenge challenge, Sep10Settings settings, AccountSigners? account)
    {
        Span<bool> used = stackalloc bool[challenge.Envelope.Signatures.Length];

        // The server's and the wallet's signatures are found first: neither ever counts as the client's.
        Use(challenge, settings.ServerAccount, used);
        if (challenge.ClientDomain is { } wallet && wallet.SigningKey != settings.ServerAccount)
        {
            Use(challenge, wallet.SigningKey, used);
        }

        var (signers, weight) = (0, 0L);
        if (account is null)
        {
            if (IsClient(challenge.Client.Account) && Use(challenge, challenge.Client.Account, used))
            {
                (signers, weight) = (1, 1);
            }
        }
        else
        {
            foreach (var signer in account.Signers)
            {
                if (signer.Key is Ed25519SignerKey key && IsClient(key.Account) && Use(challenge, key.Account, used))
                {
                    signers++;
                    weight += signer.Weight;
                }
            }
        }

        if (signers == 0)
        {
            return Sep10Refusal.ClientSignatureMissing;
        }

        if (used.Contains(false))
        {
            return Sep10Refusal.UnrecognisedSignature;
        }

        // A threshold of 0 still wants one signer that has any weight.
        var needed = account is null ? 1 : Math.Max(1, account.Of(settings.Threshold));
        return weight < needed ? Sep10Refusal.ThresholdNotMet : null;

        bool IsClient(AccountId key) => key != settings.ServerAccount && key != challenge.ClientDomain?.SigningKey;
    }

    /// <summary>Takes the first signature of this key that nobody has taken yet.</summary>
    private static bool Use(Sep10Challenge challenge, AccountId key, Span<bool> used)
    {
        var signatures = challenge.Envelope.Signatures;
        for (var i = 0; i < signatures.Length; i++)
        {
            if (!used[i] && signatures[i].IsBy(key, challenge.Hash))
            {
                used[i] = true;
                return true;
            }
        }

        return false;
    }
}
