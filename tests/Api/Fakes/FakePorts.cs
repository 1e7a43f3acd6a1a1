using System.Collections.Concurrent;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Grains.Ports;

namespace Anchor.Api.Tests.Fakes;

internal sealed class FakeSingleUse : ISingleUse
{
    private readonly ConcurrentDictionary<(string, string), DateTimeOffset> _used = new();

    public Task<bool> TryUseAsync(
        string purpose,
        string value,
        DateTimeOffset until,
        CancellationToken cancellationToken
    ) => Task.FromResult(_used.TryAdd((purpose, value), until));
}

internal sealed class FakeAssets(params AssetTerms[] assets) : IAssetCatalogue
{
    public IReadOnlyList<AssetTerms> All => assets;

    public AssetTerms? Find(AssetId asset) => Array.Find(assets, terms => terms.Asset == asset);

    public AssetTerms? Find(string code, string? issuer) =>
        Array.Find(assets, terms => terms.Asset.Code == code && (issuer is null || terms.Asset.Issuer == issuer));

    public static DirectionTerms Terms(
        bool enabled = true,
        string min = "1",
        string max = "10000",
        string fixedFee = "1",
        decimal percent = 0.5m
    ) => new(enabled, Amount.Parse(min, null), Amount.Parse(max, null), Amount.Parse(fixedFee, null), percent);
}

/// <summary>The same bytes in every run of a seed.</summary>
internal sealed class SeededRandom(int seed) : IRandom
{
    private readonly Random _random = new(seed);

    public void Fill(Span<byte> bytes)
    {
        lock (_random)
        {
            _random.NextBytes(bytes);
        }
    }
}

/// <summary>A clock that is set by hand.</summary>
internal sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
