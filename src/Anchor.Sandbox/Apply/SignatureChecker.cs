using System.Collections.Immutable;
using Anchor.Sandbox.Ledger;
using Anchor.Stellar;

namespace Anchor.Sandbox.Apply;

/// <summary>How much weight an operation needs.</summary>
internal enum ThresholdLevel
{
    Low,
    Medium,
    High,
}

/// <summary>Adds up weights and remembers which signatures were of use, for one pass over one transaction.</summary>
internal sealed class SignatureChecker(SignatureSet signatures)
{
    private const uint MaxWeight = 255;

    private readonly bool[] _used = new bool[signatures.Count];

    public bool AllUsed => Array.TrueForAll(_used, used => used);

    /// <summary>The class of an operation, as core has it.</summary>
    public static ThresholdLevel LevelOf(Operation operation) =>
        operation switch
        {
            BumpSequenceOperation
            or AllowTrustOperation
            or SetTrustLineFlagsOperation
            or ClaimClaimableBalanceOperation
            or InflationOperation => ThresholdLevel.Low,
            AccountMergeOperation => ThresholdLevel.High,
            SetOptionsOperation o
                when o.MasterWeight is not null
                    || o.LowThreshold is not null
                    || o.MediumThreshold is not null
                    || o.HighThreshold is not null
                    || o.Signer is not null => ThresholdLevel.High,
            _ => ThresholdLevel.Medium,
        };

    public bool Satisfies(AccountEntry account, ThresholdLevel level) =>
        Satisfies(SignersOf(account), Threshold(account, level));

    /// <summary>For an account that is not in the ledger yet: only its own key can speak for it.</summary>
    public bool SatisfiesMissing(AccountId account) => Satisfies([(new Ed25519SignerKey(account), 1)], 0);

    /// <summary>Every extra signer of the preconditions must have signed (CAP-21).</summary>
    public bool SatisfiesAll(ImmutableArray<SignerKey> keys) =>
        keys.IsEmpty || Satisfies([.. keys.Select(k => (k, 1u))], (uint)keys.Length);

    // A threshold of zero still needs one valid signature, hence the check only after a signer was counted.
    private bool Satisfies(List<(SignerKey Key, uint Weight)> signers, uint needed)
    {
        var total = 0u;
        foreach (var (key, weight) in signers)
        {
            if (key is PreAuthSignerKey preAuth && preAuth.TransactionHash == signatures.Hash)
            {
                total += Math.Min(weight, MaxWeight);
                if (total >= needed)
                {
                    return true;
                }
            }
        }

        for (var i = 0; i < _used.Length; i++)
        {
            var at = signers.FindIndex(s => signatures.IsBy(i, s.Key));
            if (at < 0)
            {
                continue;
            }

            _used[i] = true;
            total += Math.Min(signers[at].Weight, MaxWeight);
            if (total >= needed)
            {
                return true;
            }

            signers.RemoveAt(at);
        }

        return false;
    }

    private static List<(SignerKey Key, uint Weight)> SignersOf(AccountEntry account)
    {
        var signers = new List<(SignerKey, uint)>(account.Signers.Length + 1);
        if (account.MasterWeight > 0)
        {
            signers.Add((new Ed25519SignerKey(account.Id), account.MasterWeight));
        }

        foreach (var signer in account.Signers)
        {
            signers.Add((signer.Key, signer.Weight));
        }

        return signers;
    }

    private static uint Threshold(AccountEntry account, ThresholdLevel level) =>
        level switch
        {
            ThresholdLevel.Low => account.LowThreshold,
            ThresholdLevel.Medium => account.MediumThreshold,
            _ => account.HighThreshold,
        };
}
