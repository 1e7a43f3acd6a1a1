using System.Collections.Immutable;
using System.CommandLine;
using Anchor.Api.Operator.Assets;
using Anchor.Hosting.Configuration;

namespace Anchor.Silo.Commands.Assets;

/// <summary>The flags that name an asset and its terms. Polaris' spellings are understood as well. The server checks the values.</summary>
internal sealed class AssetFlags
{
    private static readonly string[] SepNames = ["sep6", "sep24", "sep31", "sep38"];

    private readonly Option<string> _code = new("--asset", "--code", "-a")
    {
        Description = "The code, or CODE:ISSUER.",
        Required = true,
    };
    private readonly Option<string?> _issuer = new("--issuer", "--issuer-public", "-i")
    {
        Description = "The issuing account (G...).",
    };
    private readonly Option<string?> _signer = new("--signer")
    {
        Description = "In place of the seed: the URL of a service that signs for the distribution account.",
    };
    private readonly Option<string?> _account = new("--distribution-account")
    {
        Description = "With --signer: the account that it signs for (G...).",
    };
    private readonly Option<string?> _decimals = new("--decimals", "--significant-decimals")
    {
        Description = "How many decimals users use, 0 to 7.",
    };
    private readonly Option<string?> _symbol = new("--symbol") { Description = "How amounts are marked, such as $." };
    private readonly ImmutableArray<Option<string?>> _seps =
    [
        .. SepNames.Select(sep => Switch($"--{sep}-enabled", $"Whether it moves over SEP-{sep[3..]}.")),
    ];
    private readonly DirectionFlags _deposit = new("deposit");
    private readonly DirectionFlags _withdrawal = new("withdrawal");

    public Option<string?> Seed { get; } =
        new("--distribution-seed", "-d")
        {
            Description =
                "The secret seed of the distribution account; without a value it is asked for. DISTRIBUTION_SEED in the environment does as well.",
            Arity = ArgumentArity.ZeroOrOne,
        };

    /// <summary>The asset's name alone.</summary>
    public void AddNameTo(Command command)
    {
        command.Add(_code);
        command.Add(_issuer);
    }

    /// <summary>Everything that an asset has.</summary>
    public void AddTo(Command command)
    {
        AddNameTo(command);
        foreach (
            Option option in (Option[])
                [Seed, _signer, _account, _decimals, _symbol, .. _seps, .. _deposit.All, .. _withdrawal.All]
        )
        {
            command.Add(option);
        }
    }

    public bool HasSignerIn(ParseResult result) => result.GetValue(_signer) is not null;

    public AssetName NameIn(ParseResult result)
    {
        var code = result.GetValue(_code)!;
        var issuer = result.GetValue(_issuer);
        code = code.StartsWith("stellar:", StringComparison.Ordinal) ? code["stellar:".Length..] : code;
        return code.Split(':') is [var first, var second] && issuer is null
            ? new AssetName(first, second)
            : new AssetName(code, issuer);
    }

    public AssetChange ChangeIn(ParseResult result, string? seed)
    {
        var name = NameIn(result);
        return new AssetChange
        {
            Code = name.Code,
            Issuer = name.Issuer,
            DistributionSeed = seed,
            Signer = result.GetValue(_signer),
            DistributionAccount = result.GetValue(_account),
            Decimals = result.GetValue(_decimals),
            Symbol = result.GetValue(_symbol),
            Seps = SepNames
                .Zip(_seps, (sep, option) => (sep, Enabled: SwitchIn(result, option)))
                .Where(pair => pair.Enabled is not null)
                .ToImmutableSortedDictionary(pair => pair.sep, pair => pair.Enabled!.Value),
            Deposit = _deposit.In(result),
            Withdrawal = _withdrawal.In(result),
        };
    }

    /// <summary>On by its name alone, or as its value says.</summary>
    private static Option<string?> Switch(string name, string description)
    {
        var option = new Option<string?>(name)
        {
            Description = description,
            Arity = ArgumentArity.ZeroOrOne,
            HelpName = "on|off",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !ValueKinds.Flag.TryRead(result.Tokens[0].Value, out _))
            {
                result.AddError($"{name}: \"{result.Tokens[0].Value}\" is not {ValueKinds.Flag.Expected}.");
            }
        });
        return option;
    }

    private static bool? SwitchIn(ParseResult result, Option<string?> option) =>
        result.GetResult(option) is not { } found ? null
        : found.Tokens.Count == 0 ? true
        : ValueKinds.Flag.TryRead(found.Tokens[0].Value, out var enabled) && enabled;

    /// <summary>The terms of one direction.</summary>
    private sealed class DirectionFlags(string direction)
    {
        private readonly Option<string?> _enabled = Switch(
            $"--{direction}-enabled",
            $"Whether {direction}s are offered."
        );
        private readonly Option<string?> _min = Text($"--{direction}-min", "min-amount", "The least a user may send.");
        private readonly Option<string?> _max = Text($"--{direction}-max", "max-amount", "The most a user may send.");
        private readonly Option<string?> _feeFixed = Text(
            $"--{direction}-fee-fixed",
            null,
            "The fixed part of the fee."
        );
        private readonly Option<string?> _feePercent = Text(
            $"--{direction}-fee-percent",
            null,
            "The part of the fee that grows with the amount."
        );

        public Option[] All => [_enabled, _min, _max, _feeFixed, _feePercent];

        public DirectionChange In(ParseResult result) =>
            new(
                SwitchIn(result, _enabled),
                result.GetValue(_min),
                result.GetValue(_max),
                result.GetValue(_feeFixed),
                result.GetValue(_feePercent)
            );

        private static Option<string?> Text(string name, string? longForm, string description) =>
            new(name, longForm is null ? [] : [$"{name[..^4]}-{longForm}"]) { Description = description };
    }
}
