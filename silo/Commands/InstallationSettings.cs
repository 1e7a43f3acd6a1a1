using System.Collections.Immutable;
using Anchor.Hosting.Configuration;

namespace Anchor.Silo.Commands;

/// <summary>The configuration as a server started here would read it, for commands that only look.</summary>
/// <param name="Settings">Null if there are faults.</param>
internal sealed record InstallationSettings(
    SettingsReader Reader,
    AnchorSettings? Settings,
    ImmutableArray<string> Faults
)
{
    public static InstallationSettings Read()
    {
        var builder = WebApplication.CreateSlimBuilder();
        return Read(builder.Configuration, builder.Environment.ContentRootPath);
    }

    public static InstallationSettings Read(ConfigurationManager configuration, string folder)
    {
        AnchorSettings? settings = null;
        ImmutableArray<string> faults = [];
        try
        {
            settings = AnchorConfiguration.Load(configuration, folder);
        }
        catch (AnchorConfigurationException e)
        {
            faults = e.Faults;
        }

        return new InstallationSettings(new SettingsReader(configuration, []), settings, faults);
    }
}
