using System.Collections.Immutable;
using System.Security.Cryptography;
using Anchor.Grains.Ports;
using Anchor.Hosting.Configuration;
using Anchor.Stellar;

namespace Anchor.Hosting.Keys;

/// <summary>The keys of this installation: the configured ones, and for those that are not, keys made once and stored encrypted.</summary>
internal sealed class InstallationKeys
{
    // The names that made keys are stored under.
    public const string SigningSeedName = "signing_seed";
    public const string JwtKeyName = "jwt_key";
    public const string SandboxIssuerName = "sandbox_issuer_seed";
    public const string SandboxDistributionName = "sandbox_distribution_seed";

    private const int JwtKeyBytes = 32;
    private readonly ISettings _store;
    private readonly IRandom _random;

    public InstallationKeys(AnchorSettings settings, ISettings store, IRandom random)
    {
        (_store, _random) = (store, random);
        Signing = KeyPair.FromSecret(settings.SigningSeed ?? Stored(SigningSeedName, NewSeed));
        JwtKey = settings.JwtKey ?? Stored(JwtKeyName, NewJwtKey);
        Distribution = [.. settings.Assets.Select(asset => KeyPair.FromSecret(asset.DistributionSeed))];
        if (settings.Sandbox is not null && settings.Assets.IsEmpty)
        {
            SandboxIssuer = KeyPair.FromSecret(Stored(SandboxIssuerName, NewSeed));
            Distribution = [KeyPair.FromSecret(Stored(SandboxDistributionName, NewSeed))];
        }
    }

    /// <summary>Signs SEP-10 challenges.</summary>
    public KeyPair Signing { get; }

    /// <summary>Signs tokens.</summary>
    public string JwtKey { get; }

    /// <summary>Issues the sandbox's asset; null where assets are configured.</summary>
    public KeyPair? SandboxIssuer { get; }

    /// <summary>One for each asset, in their order.</summary>
    public ImmutableArray<KeyPair> Distribution { get; }

    /// <summary>Keys are needed before anything runs, so this start waits; a made key is used only once it is stored.</summary>
    private string Stored(string name, Func<string> make)
    {
        if (_store.GetAsync(name, CancellationToken.None).GetAwaiter().GetResult() is { } stored)
        {
            return stored;
        }

        var made = make();
        _store.SetAsync(name, made, CancellationToken.None).GetAwaiter().GetResult();
        return made;
    }

    private string NewSeed()
    {
        Span<byte> seed = stackalloc byte[32];
        _random.Fill(seed);
        using var key = KeyPair.FromSeed(seed);
        CryptographicOperations.ZeroMemory(seed);
        return key.ExportSecret();
    }

    private string NewJwtKey()
    {
        Span<byte> key = stackalloc byte[JwtKeyBytes];
        _random.Fill(key);
        return Convert.ToHexStringLower(key);
    }
}
