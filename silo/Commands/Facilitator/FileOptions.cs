using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Anchor.Hosting.Facilitator;

namespace Anchor.Silo.Commands.Facilitator;

/// <summary>The flags that say which files and chains are meant.</summary>
internal sealed class FileOptions
{
    private readonly Option<string?> _mosaic = new("--mosaic-config")
    {
        Description = "The mosaic configuration: chains and contracts.",
    };

    private readonly Option<string?> _facilitator = new("--facilitator-config")
    {
        Description =
            "The facilitator's configuration; ./mosaic/<chain>/facilitator-config.json and ~/.mosaic/<chain> otherwise.",
    };

    private readonly Option<string?> _chain = ChainId("Only this auxiliary chain.");

    private readonly Option<string[]> _origins = new("--chains")
    {
        Description = "Only pairs of these origin chains; all otherwise.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Argument<string?> _file = new("config")
    {
        Description = "The facilitator's configuration, as with --facilitator-config.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public void AddTo(Command command)
    {
        command.Add(_file);
        command.Add(_mosaic);
        command.Add(_facilitator);
        command.Add(_chain);
        command.Add(_origins);
    }

    public FacilitatorFiles Read(ParseResult result) =>
        new(
            result.GetValue(_facilitator) ?? result.GetValue(_file),
            result.GetValue(_mosaic),
            result.GetValue(_chain),
            [
                .. (result.GetValue(_origins) ?? []).SelectMany(text =>
                    text.Split(',', StringSplitOptions.RemoveEmptyEntries)
                ),
            ]
        );

    /// <summary>The flag of the auxiliary chain, in all its spellings.</summary>
    public static Option<string?> ChainId(string description)
    {
        var option = new Option<string?>("--chain-id", "--chainid", "--aux-chain-id") { Description = description };
        option.Validators.Add(CheckChain);
        return option;
    }

    private static void CheckChain(OptionResult result)
    {
        if (
            result.GetValueOrDefault<string?>() is { } text
            && !(long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0)
        )
        {
            result.AddError("--chain-id must be a chain's id in digits.");
        }
    }
}
