using System.Collections.Immutable;
using System.Globalization;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Stellar;
using Microsoft.Extensions.Configuration;

namespace Anchor.Hosting.Configuration;

/// <summary>Reads the list <c>Assets</c>; in the environment its items are <c>Assets__0__Code</c> and so on.</summary>
internal sealed class AssetReader(List<string> faults)
{
    public const string Section = "Assets";

    /// <summary>The keys of one asset, with what holds without them and what they mean.</summary>
    public static IReadOnlyList<(string Key, string Default, string Summary)> Keys { get; } =
    [
        ("Code", "required", "1 to 12 letters and digits"),
        ("Issuer", "required", "the issuing account (G...)"),
        ("DistributionSeed", "required", "the secret seed of the account that pays deposits and receives withdrawals"),
        ("Decimals", "7", "how many decimals users use, 0 to 7"),
        ("Deposit:Enabled", "on", "whether deposits are offered"),
        ("Deposit:Min", "0.1", "the least a user may send"),
        ("Deposit:Max", "1000000", "the most a user may send"),
        ("Deposit:FeeFixed", "0", "the fixed part of the fee"),
        ("Deposit:FeePercent", "0", "the part of the fee that grows with the amount"),
        ("Withdrawal:Enabled", "on", "whether withdrawals are offered"),
        ("Withdrawal:Min", "0.1", "the least a user may send"),
        ("Withdrawal:Max", "1000000", "the most a user may send"),
        ("Withdrawal:FeeFixed", "0", "the fixed part of the fee"),
        ("Withdrawal:FeePercent", "0", "the part of the fee that grows with the amount"),
    ];

    public ImmutableArray<AssetSettings> Read(IConfiguration configuration)
    {
        var items = configuration.GetSection(Section).GetChildren().ToList();
        if (items.Find(item => !item.Key.All(char.IsAsciiDigit)) is { } stray)
        {
            faults.Add($"{Section}: must be a list; \"{stray.Key}\" is not a place in one.");
            return [];
        }

        var assets = items.Select(ReadOne).ToImmutableArray();
        foreach (var twice in assets.GroupBy(asset => (asset.Code, asset.Issuer)).Where(group => group.Count() > 1))
        {
            faults.Add($"{Section}: {twice.Key.Code} of the same issuer stands there twice.");
        }

        return assets;
    }

    private AssetSettings ReadOne(IConfigurationSection section)
    {
        var code = section["Code"] ?? "";
        if (code.Length is 0 or > 12 || !code.All(char.IsAsciiLetterOrDigit))
        {
            Fault(section, "Code", $"\"{code}\" is not an asset code of 1 to 12 letters and digits");
        }

        var issuer = section["Issuer"] ?? "";
        if (!AccountId.TryParse(issuer, out _))
        {
            Fault(section, "Issuer", $"\"{issuer}\" is not an account (G...)");
        }

        var seed = section["DistributionSeed"] ?? "";
        if (!ValueKinds.Seed.TryRead(seed, out _))
        {
            Fault(section, "DistributionSeed", ValueKinds.Seed.FaultOf(seed, isSecret: true));
        }

        if (
            !int.TryParse(section["Decimals"] ?? "7", NumberStyles.None, CultureInfo.InvariantCulture, out var decimals)
            || decimals > 7
        )
        {
            Fault(section, "Decimals", $"\"{section["Decimals"]}\" is not a number from 0 to 7");
        }

        return new AssetSettings(
            code,
            issuer,
            seed,
            decimals,
            ReadTerms(section.GetSection("Deposit")),
            ReadTerms(section.GetSection("Withdrawal"))
        );
    }

    private DirectionTerms ReadTerms(IConfigurationSection section)
    {
        if (!ValueKinds.Flag.TryRead(section["Enabled"] ?? "on", out var enabled))
        {
            Fault(section, "Enabled", $"\"{section["Enabled"]}\" is not {ValueKinds.Flag.Expected}");
        }

        var (min, max) = (ReadAmount(section, "Min", "0.1"), ReadAmount(section, "Max", "1000000"));
        if (min > max)
        {
            Fault(section, "Min", $"{min} is more than Max, {max}");
        }

        var percent = ReadAmount(section, "FeePercent", "0").Value;
        if (percent >= 100)
        {
            Fault(section, "FeePercent", $"{percent} leaves nothing to pay out");
        }

        return new DirectionTerms(enabled, min, max, ReadAmount(section, "FeeFixed", "0"), percent);
    }

    private Amount ReadAmount(IConfigurationSection section, string key, string otherwise)
    {
        if (!Amount.TryParse(section[key] ?? otherwise, out var amount))
        {
            Fault(section, key, $"\"{section[key]}\" is not an amount");
        }

        return amount;
    }

    private void Fault(IConfigurationSection section, string key, string what) =>
        faults.Add($"{section.Path}:{key}: {what}.");
}
