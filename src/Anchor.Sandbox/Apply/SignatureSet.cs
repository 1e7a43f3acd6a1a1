using System.Collections.Immutable;
using Anchor.Stellar;

namespace Anchor.Sandbox.Apply;

/// <summary>The signatures over one hash. A verdict is remembered, so that the checks at the close of a ledger cost nothing.</summary>
internal sealed class SignatureSet(Hash256 hash, ImmutableArray<DecoratedSignature> signatures)
{
    private readonly Dictionary<(int Index, SignerKey Key), bool> _verdicts = [];
    private readonly Lock _gate = new();

    public Hash256 Hash => hash;

    public int Count => signatures.Length;

    /// <summary>Whether the signature at this place lets this key sign.</summary>
    public bool IsBy(int index, SignerKey key)
    {
        lock (_gate)
        {
            if (!_verdicts.TryGetValue((index, key), out var verdict))
            {
                verdict = signatures[index].IsBy(key, hash);
                _verdicts.Add((index, key), verdict);
            }

            return verdict;
        }
    }
}
