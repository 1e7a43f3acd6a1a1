using static Anchor.EndToEnd.Tests.Configuration.HostileSettings;

namespace Anchor.EndToEnd.Tests.Configuration;

/// <summary>The part of the table that is about keys: nothing of a key stands in a line.</summary>
internal static class HostileKeys
{
    private const string Short = "supersecretjwtencodingstring";
    private const string Dull = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string Good = "0f3b6b21c69d41f2a4c6a9f7d8e5b3c10f3b6b21c69d41f2a4c6a9f7d8e5b3c1";

    public static IReadOnlyList<HostileSetting> All { get; } =
    [
        Stop("SIGNING_SEED=SECRET", "SIGNING_SEED: the value is not a Stellar secret seed (S...).") with
        {
            IsStarted = true,
        },
        Stop($"SIGNING_SEED={Issuer}", "SIGNING_SEED: this is an account (G...); its secret seed (S...) is needed."),
        Stop(
            "LOCAL_MODE=0\nHOST_URL=https://anchor.example\n" + $"SERVER_JWT_KEY={Good}",
            "SIGNING_SEED: required outside LOCAL_MODE."
        ) with
        {
            IsStarted = true,
        },
        Stop(
            $"LOCAL_MODE=0\nHOST_URL=https://anchor.example\nSIGNING_SEED={Seed}",
            "SERVER_JWT_KEY: required outside LOCAL_MODE; at least 32 bytes."
        ),
        Warn(
            $"SERVER_JWT_KEY=\"{Short}\"",
            "SERVER_JWT_KEY: 28 bytes are fewer than 32; good enough for LOCAL_MODE only."
        ) with
        {
            IsStarted = true,
        },
        Stop(
            $"SERVER_JWT_KEY=\"{Short}\"",
            "SERVER_JWT_KEY: 28 bytes are fewer than 32, which is refused outside LOCAL_MODE."
        ) with
        {
            IsLive = true,
            IsStarted = true,
        },
        Stop(
            $"SERVER_JWT_KEY={Dull}",
            "SERVER_JWT_KEY: it has fewer than 8 different characters, which is refused outside LOCAL_MODE."
        ) with
        {
            IsLive = true,
        },
        Stop(
            "DJANGO_SECRET_KEY=changeme",
            "ANCHOR_SECRET_KEY: 8 bytes are fewer than 32, which is refused outside LOCAL_MODE."
        ) with
        {
            IsLive = true,
        },
        Warn(
            $"ANCHOR_SECRET_KEY={Good}\nDJANGO_SECRET_KEY={Good}x",
            "DJANGO_SECRET_KEY: is ignored; ANCHOR_SECRET_KEY, which means the same, is given too."
        ),
        Warn(
            $"ANCHOR_SECRET_KEY={Good}\nSERVER_JWT_KEY={Good}",
            "ANCHOR_SECRET_KEY: the same as SERVER_JWT_KEY; each should be a key of its own."
        ),
        Stop(
            $"Assets__0__Code=USD\nAssets__0__Issuer={Issuer}\nAssets__0__DistributionSeed={Issuer}",
            "Assets:0:DistributionSeed: this is an account (G...); its secret seed (S...) is needed."
        ) with
        {
            IsLive = true,
        },
        Warn(
            $"SIGNING_SEED={OfNobody}\n{Asset}",
            "SIGNING_SEED: the seed of USD's distribution account too; a key that signs challenges should own nothing."
        ) with
        {
            IsLive = true,
        },
        Warn(
            $"SIGNING_SEED={OfNobody}\n{Asset.Replace(OfNobody, Seed, StringComparison.Ordinal)}",
            "Assets:0:DistributionSeed: the issuer's own; every payout would make new USD."
        ) with
        {
            IsLive = true,
        },
    ];
}
