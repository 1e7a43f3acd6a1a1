using System.Globalization;
using Anchor.Api.Operator.Assets;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Grains.Ports;
using Anchor.Hosting.Configuration;
using Anchor.Stellar;

namespace Anchor.Hosting.Assets;

/// <summary>Turns what an operator asked for into the asset to store, with a line for each thing that is wrong. The lines name the flags of <c>anchor assets</c>.</summary>
internal sealed class AssetChanges(IAssetStore store, IRandom random, List<string> faults)
{
    private static readonly DirectionTerms DefaultTerms = new(
        Enabled: true,
        Min: Amount.Parse("0.1", null),
        Max: Amount.Parse("1000000", null),
        FeeFixed: Amount.Zero,
        FeePercent: 0
    );

    /// <summary>Null if anything is wrong.</summary>
    public StoredAsset? Create(AssetChange asset)
    {
        var code = asset.Code ?? "";
        if (code.Length is 0 or > 12 || !code.All(char.IsAsciiLetterOrDigit))
        {
            faults.Add($"--asset: \"{code}\" is not an asset code of 1 to 12 letters and digits.");
        }

        var issuer = asset.Issuer ?? "";
        if (!AccountId.TryParse(issuer, out _))
        {
            faults.Add(
                ValueKinds.Seed.TryRead(issuer, out _)
                    ? "--issuer: the value is a secret seed, not an account (G...)."
                    : $"--issuer: \"{issuer}\" is not an account (G...)."
            );
        }

        var blank = new AssetTerms(new AssetId(code, issuer), "", 7, DefaultTerms, DefaultTerms);
        if (asset.Signer is null)
        {
            return Apply(new StoredAsset(blank, ""), asset with { DistributionSeed = asset.DistributionSeed ?? "" });
        }

        if (asset.DistributionSeed is not null)
        {
            faults.Add("--distribution-seed: not with --signer, which has the key.");
        }

        return Apply(WithSigner(blank, asset.DistributionAccount ?? ""), asset);
    }

    /// <summary>The asset after the change; null if anything is wrong.</summary>
    public StoredAsset? Apply(StoredAsset before, AssetChange change)
    {
        if (change.DistributionAccount is not null && (before.Version > 0 || change.Signer is null))
        {
            faults.Add("--distribution-account: only of a new asset with --signer; elsewhere the seed tells it.");
        }

        var terms = before.Terms with
        {
            Decimals = ReadDecimals(change.Decimals, before.Terms.Decimals),
            Seps = ReadSeps(change, before.Terms.Seps),
            Deposit = ReadTerms("deposit", change.Deposit, before.Terms.Deposit),
            Withdrawal = ReadTerms("withdrawal", change.Withdrawal, before.Terms.Withdrawal),
        };
        var after = before with
        {
            Terms = terms,
            Symbol = change.Symbol is { } symbol ? (symbol.Length == 0 ? null : symbol) : before.Symbol,
        };
        if (change.Signer is { } signer)
        {
            after = WithUrl(after, before, signer);
        }
        else if (change.DistributionSeed is { } seed)
        {
            after = WithSeed(after, seed);
        }

        return faults.Count == 0 ? after : null;
    }

    /// <summary>Channel keys are derived from a seed of their own: the account's is not here.</summary>
    private StoredAsset WithSigner(AssetTerms terms, string account)
    {
        if (!AccountId.TryParse(account, out _))
        {
            faults.Add($"--distribution-account: \"{account}\" is not an account (G...).");
        }

        Span<byte> bytes = stackalloc byte[32];
        random.Fill(bytes);
        using var root = KeyPair.FromSeed(bytes);
        return new StoredAsset(terms with { DistributionAccount = account }, store.Seal(account, root.ExportSecret()));
    }

    private StoredAsset WithUrl(StoredAsset asset, StoredAsset before, string signer)
    {
        if (before is { Version: > 0, Signer: null })
        {
            faults.Add("--signer: the seed of this asset is here; only a new asset can have a signer.");
        }

        if (!ValueKinds.Url.TryRead(signer, out var url) || (url.Scheme != Uri.UriSchemeHttps && !url.IsLoopback))
        {
            faults.Add($"--signer: \"{signer}\" is not an https URL, nor one of this machine.");
            return asset;
        }

        return asset with
        {
            Signer = url,
        };
    }

    private StoredAsset WithSeed(StoredAsset asset, string seed)
    {
        if (!KeyPair.TryFromSecret(seed, out var key))
        {
            faults.Add($"--distribution-seed: the value is not {ValueKinds.Seed.Expected}.");
            return asset;
        }

        if (asset.Signer is not null)
        {
            faults.Add("--distribution-seed: a signer has the key of this asset.");
        }

        using (key)
        {
            var account = key.Account.ToString();
            return asset with
            {
                Terms = asset.Terms with { DistributionAccount = account },
                SealedSeed = store.Seal(account, seed),
            };
        }
    }

    private int ReadDecimals(string? text, int before)
    {
        if (text is null)
        {
            return before;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var decimals) && decimals <= 7)
        {
            return decimals;
        }

        faults.Add($"--decimals: \"{text}\" is not a number from 0 to 7.");
        return before;
    }

    private AssetSeps ReadSeps(AssetChange change, AssetSeps before)
    {
        var seps = before;
        foreach (var (name, enabled) in change.Seps)
        {
            if (!Enum.TryParse<AssetSeps>(name, ignoreCase: true, out var sep) || sep == AssetSeps.None)
            {
                faults.Add($"--{name}-enabled: there is no such SEP for assets.");
            }

            seps = enabled ? seps | sep : seps & ~sep;
        }

        return seps;
    }

    private DirectionTerms ReadTerms(string direction, DirectionChange change, DirectionTerms before)
    {
        var terms = new DirectionTerms(
            change.Enabled ?? before.Enabled,
            ReadAmount($"--{direction}-min", change.Min, before.Min),
            ReadAmount($"--{direction}-max", change.Max, before.Max),
            ReadAmount($"--{direction}-fee-fixed", change.FeeFixed, before.FeeFixed),
            ReadPercent($"--{direction}-fee-percent", change.FeePercent, before.FeePercent)
        );
        if (terms.Min > terms.Max)
        {
            faults.Add($"--{direction}-min: {terms.Min} is more than --{direction}-max, {terms.Max}.");
        }

        return terms;
    }

    private decimal ReadPercent(string flag, string? text, decimal before)
    {
        if (text is null)
        {
            return before;
        }

        var percent = ReadAmount(flag, text, Amount.Zero).Value;
        if (percent >= 100)
        {
            faults.Add($"{flag}: {percent} leaves nothing to pay out.");
        }

        return percent;
    }

    private Amount ReadAmount(string flag, string? text, Amount before)
    {
        if (text is null)
        {
            return before;
        }

        if (!Amount.TryParse(text, out var amount))
        {
            faults.Add($"{flag}: \"{text}\" is not an amount.");
        }

        return amount;
    }
}
