using Anchor.Grains.Ports;

namespace Anchor.Simulation.Engine;

/// <summary>Randomness in sequence, for whatever takes one number after the other.</summary>
internal sealed class Stream(ulong seed) : IRandom
{
    private ulong _state = seed;

    public ulong Next() => Dice.Mix(_state += 0x9E3779B97F4A7C15);

    public int Below(int count) => (int)(Next() % (ulong)count);

    public void Fill(Span<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)Next();
        }
    }
}
