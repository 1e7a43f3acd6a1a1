using Anchor.Api.Operator;
using Anchor.Hosting.Configuration;

namespace Anchor.Silo.Operator;

/// <summary>Which installation a command acts on. It reads no more than that: a command for another machine needs no anchor configured here.</summary>
internal sealed record LinkSettings(Uri? RemoteUrl, string? RemoteToken, string AddressFile, Uri? Horizon)
{
    public string DataFolder => Path.GetDirectoryName(AddressFile)!;

    /// <summary>Reads the sources that the server reads too.</summary>
    /// <exception cref="AnchorConfigurationException">Something is configured wrong.</exception>
    public static LinkSettings Load()
    {
        List<string> faults = [];
        var reader = SettingsSources.Read(faults);
        var settings = new LinkSettings(
            reader.Get(SettingTable.OperatorUrl),
            reader.Get(SettingTable.OperatorToken),
            AddressFileOf(reader),
            reader.Has(SettingTable.HorizonUri) ? reader.Get(SettingTable.HorizonUri) : null
        );
        if (settings is { RemoteUrl: not null, RemoteToken: null })
        {
            faults.Add($"{SettingTable.OperatorToken.Name}: required with {SettingTable.OperatorUrl.Name}.");
        }

        return faults.Count == 0 ? settings : throw new AnchorConfigurationException([.. faults]);
    }

    /// <summary>Where the process that holds the data of this machine is told, whatever else may be configured wrong.</summary>
    public static string FindAddressFile() => AddressFileOf(SettingsSources.Read([]));

    private static string AddressFileOf(SettingsReader reader) =>
        Path.Combine(reader.Get(SettingTable.DataFolder, "data"), OperatorAddress.FileName);
}
