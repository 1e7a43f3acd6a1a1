using System.Buffers.Binary;

namespace Anchor.Grains.Ports;

/// <summary>Randomness as an input: real in production, seeded in a simulation.</summary>
public interface IRandom
{
    /// <summary>Fills the span; unpredictable to outsiders in production.</summary>
    void Fill(Span<byte> bytes);
}

/// <summary>What is made from random bytes.</summary>
public static class RandomValues
{
    /// <summary>A version 4 UUID (RFC 9562): 122 random bits.</summary>
    public static Guid NewUuid(this IRandom random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.Fill(bytes);
        return Uuid(bytes, version: 4);
    }

    /// <summary>
    /// A version 7 UUID (RFC 9562): the milliseconds of <paramref name="now"/>, then 74 random bits. Rows that are made together stand
    /// together in every index that begins with their id, so that a commit touches few pages.
    /// </summary>
    public static Guid NewOrderedUuid(this IRandom random, DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, now.ToUnixTimeMilliseconds() << 16);
        random.Fill(bytes[6..]);
        return Uuid(bytes, version: 7);
    }

    private static Guid Uuid(Span<byte> bytes, int version)
    {
        bytes[6] = (byte)((bytes[6] & 0x0f) | (version << 4));
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>A positive number of 63 bits, never 0.</summary>
    public static long NewId(this IRandom random)
    {
        Span<byte> bytes = stackalloc byte[8];
        long id;
        do
        {
            random.Fill(bytes);
            id = BitConverter.ToInt64(bytes) & long.MaxValue;
        } while (id == 0);
        return id;
    }

    /// <summary>Between 0 (inclusive) and 1 (exclusive): for jitter, never for money.</summary>
    public static double NewFraction(this IRandom random) => (random.NewId() >> 10) / (double)(1L << 53);
}

/// <summary>The operating system's randomness.</summary>
public sealed class SystemRandom : IRandom
{
    public void Fill(Span<byte> bytes) => System.Security.Cryptography.RandomNumberGenerator.Fill(bytes);
}
