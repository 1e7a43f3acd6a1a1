namespace Anchor.Storage.Tests.Support;

/// <summary>The seed of random tests: new every time, or the one in <c>STORAGE_TEST_SEED</c> to see a run again.</summary>
internal static class TestSeed
{
    public static int Value { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("STORAGE_TEST_SEED"), out var seed)
            ? seed
            : Environment.TickCount;
}
