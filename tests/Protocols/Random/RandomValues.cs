namespace Anchor.Protocols.Tests.Random;

/// <summary>Seeded values that stress the codec: short and long, empty and full, the extremes of every range.</summary>
internal sealed class RandomValues(int seed)
{
    private const string CodeLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private readonly System.Random _random = new(seed);

    internal bool Chance(int percent) => _random.Next(100) < percent;

    internal int Below(int limit) => _random.Next(limit);

    internal byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }

    internal ByteString Opaque(int minLength, int maxLength) => new(Bytes(_random.Next(minLength, maxLength + 1)));

    internal ByteString Ascii(int minLength, int maxLength)
    {
        var bytes = new byte[_random.Next(minLength, maxLength + 1)];
        foreach (ref var b in bytes.AsSpan())
        {
            b = (byte)CodeLetters[Below(CodeLetters.Length)];
        }

        return new ByteString(bytes);
    }

    internal Hash256 Hash() => new(Bytes(Hash256.Size));

    internal AccountId Account() => new(Hash());

    internal MuxedAccount Muxed() => new(Account(), Chance(40) ? UInt64() : null);

    internal uint UInt32() => Pick((uint)_random.NextInt64(uint.MaxValue), 0u, 1u, uint.MaxValue);

    internal ulong UInt64() => Pick((ulong)_random.NextInt64(), 0ul, 1ul, ulong.MaxValue);

    internal long Int64() => Pick(_random.NextInt64(), 0L, 1L, long.MaxValue);

    internal int PositiveInt32() => _random.Next(1, int.MaxValue);

    internal string AssetCode(int minLength = 1) =>
        new([.. Enumerable.Range(0, _random.Next(minLength, 13)).Select(_ => CodeLetters[Below(CodeLetters.Length)])]);

    internal Asset Asset() => Chance(25) ? Stellar.Asset.Native : Stellar.Asset.Credit(AssetCode(), Account());

    internal Price Price() => new(PositiveInt32(), PositiveInt32());

    internal SignerKey Signer() =>
        Below(4) switch
        {
            0 => new Ed25519SignerKey(Account()),
            1 => new PreAuthSignerKey(Hash()),
            2 => new HashXSignerKey(Hash()),
            _ => new SignedPayloadSignerKey(Account(), Opaque(1, 64)),
        };

    internal ClaimPredicate Predicate(int depth = 1) =>
        Below(depth == ClaimPredicate.MaxDepth ? 3 : 6) switch
        {
            0 => ClaimPredicate.Always,
            1 => new ClaimBeforeAbsoluteTime(Int64()),
            2 => new ClaimBeforeRelativeTime(Int64()),
            3 => new ClaimAnd(Predicate(depth + 1), Predicate(depth + 1)),
            4 => new ClaimOr(Predicate(depth + 1), Predicate(depth + 1)),
            _ => new ClaimNot(Predicate(depth + 1)),
        };

    internal T? Maybe<T>(Func<T> make)
        where T : struct => Chance(50) ? make() : null;

    internal T Pick<T>(params ReadOnlySpan<T> values) => values[Below(values.Length)];
}
