using System.Globalization;
using System.Security.Cryptography;

namespace Anchor.Grains.Tests;

/// <summary>The seed of a random test: a new one every run, or the one that <c>ANCHOR_TEST_SEED</c> names.</summary>
internal static class TestSeed
{
    private const string Variable = "ANCHOR_TEST_SEED";

    public static int Next(ITestOutputHelper output)
    {
        var seed = int.TryParse(
            Environment.GetEnvironmentVariable(Variable),
            CultureInfo.InvariantCulture,
            out var given
        )
            ? given
            : RandomNumberGenerator.GetInt32(int.MaxValue);
        output.WriteLine($"{Variable}={seed}");
        return seed;
    }
}
